/** Where a seat goes that can't be asked, or doesn't answer, while a case is under way. Pure. Source: APR-2, APR-3. */
import { BOARD_QUORUM, seatKey, type Seat } from '@ministry/access'
import type { Because, SeatAt } from './plan.schema.ts'
import type { RouteWorld } from './route-world.ts'
import { above, nodeFor } from './seat-places.ts'

/** What a seat is measured by besides the world. */
export interface Standing {
  /** The requester, whom it is about, and other records of them. */
  excluded: ReadonlySet<string>
  /** Whose say this revision has heard. */
  heard: ReadonlySet<string>
  /** `role@node` of the other seats that decide this revision. */
  taken: ReadonlySet<string>
}
export interface Climbed extends SeatAt {
  quorum: number
  because: Because[]
}

/** Who sits there and may still sign. */
const eligible = (
  { holders }: RouteWorld,
  { seat, nodeId }: SeatAt,
  { excluded, heard }: Pick<Standing, 'excluded' | 'heard'>,
): string[] =>
  [
    ...new Set(
      holders.filter(({ role, nodeId: at }) => role === seat && at === nodeId).map(({ personId }) => personId),
    ),
  ].filter((personId) => !excluded.has(personId) && !heard.has(personId))

/** Why the seat can't be asked as it stands; null where it can. The Board is asked with whom it has. */
export function obstacle(world: RouteWorld, at: SeatAt, quorum: number, standing: Standing): Because['code'] | null {
  if (at.nodeId === null) return 'no-place'
  if (at.seat === 'board-member') return null
  if (standing.taken.has(seatKey(at.seat, at.nodeId))) return 'twice'
  if (eligible(world, at, standing).length >= quorum) return null
  const nobodySits = eligible(world, at, { excluded: new Set(), heard: new Set() }).length === 0
  if (nobodySits) return 'empty'
  return eligible(world, at, { ...standing, heard: new Set() }).length === 0 ? 'own' : 'twice'
}

/**
 * `came` is the way that has led to the seat. The next seat above that can be asked, with why each before it couldn't. A climb between the two national seats that comes back
 * goes to the Board; above the Board there is nothing: null. Source: route specification, rules 3 and 7.
 */
export function climb(
  world: RouteWorld,
  from: SeatAt,
  why: Because['code'],
  quorum: number,
  standing: Standing,
  came: readonly Because[] = [],
): Climbed | null {
  const because: Because[] = []
  const visited = new Set<string>([from.seat, ...came.flatMap((step) => (step.from ? [step.from.seat] : []))])
  let at: SeatAt = from
  let code: Because['code'] | null = why
  while (code !== null) {
    const onward = above(at.seat, world)
    const seat: Seat | null = onward !== null && visited.has(onward) ? 'board-member' : onward
    if (seat === null) return null
    visited.add(seat)
    const place = nodeFor(seat, world)
    because.push({ code, from: at })
    at = { seat, nodeId: place }
    const asked = seat === 'board-member' ? BOARD_QUORUM : quorum
    code = obstacle(world, at, asked, standing)
    if (code === null || (seat === 'board-member' && place === null)) return { ...at, quorum: asked, because }
  }
  return null
}
