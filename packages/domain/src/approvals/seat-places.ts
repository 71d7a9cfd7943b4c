/** Where a seat of a route stands for a case, before anybody is looked for on it. Source: APR-2, APR-3. */
import {
  climbsTo,
  graduateCounterpart,
  isSeat,
  levels,
  roles,
  seatKey,
  seatKind,
  type NodeKind,
  type Seat,
} from '@ministry/access'
import type { Because, SeatAt } from './plan.schema.ts'
import type { RouteWorld } from './route-world.ts'
import type { RouteSeat } from './route.schema.ts'

/** A seat on its way to who will be asked: where it stands now, and how it came there. */
export interface Sought {
  at: SeatAt
  because: Because[]
}

/** A seat and its place as one word: `campus-leader@<node>`; what the inbox is asked by. */
export const keyOf = ({ seat, nodeId }: SeatAt): string => seatKey(seat, nodeId)
/** The level of a seat, from 1 to 4; 0 for those who act as members. Source: APR-3. */
export const levelOf = (seat: Seat): number => levels[seat] ?? 0

const leadOf = (kind: NodeKind): Seat => {
  if (kind === 'Board') return 'board-member'
  // A network has no lead of its own: the region's coordinator leads it.
  if (kind === 'GraduateNetwork') return 'alumni-coordinator'
  return Object.keys(roles).find((role): role is Seat => {
    const { at, leads } = roles[role as Seat]
    return at === kind && leads && isSeat(role)
  })!
}

/** The node at which this case would ask the seat; null where its node stands above such places. */
export function nodeFor(seat: Seat, { chain, boardIds }: RouteWorld): string | null {
  if (seat === 'board-member') return boardIds.toSorted()[0] ?? null
  return chain.find(({ kind }) => kind === seatKind(seat))?.id ?? null
}

/** The seat that a route names, at its place for this case. */
export function placed(named: RouteSeat, world: RouteWorld): Sought {
  const seat = 'seat' in named ? named.seat : leadNear(named.lead, world)
  const counterpart = counterpartOf(seat, world)
  const chained: Because = { code: 'chain', from: null }
  if (!counterpart) return upToAPlace({ at: at(seat, world), because: [chained] }, world)
  return upToAPlace(
    { at: at(counterpart, world), because: [chained, { code: 'counts-as', from: at(seat, world) }] },
    world,
  )
}

function leadNear(lead: 'here' | 'above', { chain }: RouteWorld): Seat {
  const node = lead === 'here' ? chain.at(-1) : chain.at(-2)
  return node ? leadOf(node.kind) : 'board-member'
}

/** A seat at the place where this case would ask it. */
export const at = (seat: Seat, world: RouteWorld): SeatAt => ({ seat, nodeId: nodeFor(seat, world) })

function upToAPlace(sought: Sought, world: RouteWorld): Sought {
  const next = sought.at.nodeId === null && above(sought.at.seat, world)
  return next ? upToAPlace(moved(sought, at(next, world), 'no-place'), world) : sought
}

const counterpartOf = (seat: Seat, { chain }: RouteWorld): Seat | undefined =>
  chain.some(({ kind }) => kind === 'GraduateNetwork') ? graduateCounterpart[seat] : undefined

/** The seat above, on this case's branch; null above the Board. Source: APR-3. */
export function above(seat: Seat, world: RouteWorld): Seat | null {
  const next = climbsTo[seat]
  return next && (counterpartOf(next, world) ?? next)
}

/** Whether a seat is the least one that may decide, or one that this one's cases climb to. Source: APR-3. */
export function reaches({ seat, nodeId }: SeatAt, least: Seat, world: RouteWorld): boolean {
  const rungs = new Set<Seat>()
  for (let rung: Seat | null = placed({ seat: least }, world).at.seat; rung !== null; rung = above(rung, world)) {
    if (rungs.has(rung)) break
    rungs.add(rung)
  }
  return seat === 'board-member' || (nodeId !== null && rungs.has(seat))
}

/** The same search one seat further, and why. */
export const moved = ({ at: from, because }: Sought, to: SeatAt, code: Because['code']): Sought => ({
  at: to,
  because: [...because, { code, from }],
})
