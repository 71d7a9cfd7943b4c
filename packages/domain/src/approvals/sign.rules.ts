/** Who may answer a seat, and for whom. Pure: the page asks it for its buttons, the decision asks it for good. Source: APR-2, APR-7. */
import { seatKey, type Seat } from '@ministry/access'
import type { Because } from './plan.schema.ts'
import { levelOf } from './seat-places.ts'
import type { NamedWorld } from './world.ts'

export interface SeatRow {
  id: string
  position: number
  act: string
  role: string
  nodeId: string | null
  quorum: number
  state: string
  assignedTo: string | null
  assignedBy: string | null
  because: unknown
}
export interface VoteRow {
  seatId: string
  personId: string
  forPersonId: string | null
  choice: string
}
/** Whose say a vote is. */
export const sayOf = ({ personId, forPersonId }: Pick<VoteRow, 'personId' | 'forPersonId'>): string =>
  forPersonId ?? personId

/** Given by whoever sits there, and theirs again when they no longer do; what the seat above gave stays. */
const isDelegated = ({ assignedBy, because }: Pick<SeatRow, 'assignedBy' | 'because'>): boolean =>
  assignedBy !== null && (because as Because[]).at(-1)?.code !== 'reassigned'

/** Whether the person sits there at the instant of the world. */
export const sitsAt = ({ holders }: Pick<NamedWorld, 'holders'>, seat: Pick<SeatRow, 'role' | 'nodeId'>, id: string) =>
  holders.some(({ personId, role, nodeId }) => personId === id && role === seat.role && nodeId === seat.nodeId)

/** Who stands in for somebody at a seat: of their deputies those who hold a seat of that level themselves. Source: APR-2. */
export const deputiesAt = ({ deputies }: Pick<NamedWorld, 'deputies'>, personId: string, seat: string): string[] =>
  (deputies.get(personId) ?? []).filter(({ level }) => level >= levelOf(seat as Seat)).map(({ id }) => id)

/** Whether a turn that was given still stands: its taker holds a seat of that level and can sign in, its giver still sits there. */
const takes = (world: NamedWorld, seat: SeatRow): boolean =>
  world.holders.some(
    ({ personId, role }) => personId === seat.assignedTo && levelOf(role as Seat) >= levelOf(seat.role as Seat),
  ) &&
  (!isDelegated(seat) || sitsAt(world, seat, seat.assignedBy!))

/** Whose say a person could give at a seat now: their own, the absent or delegating one's; undefined where none. */
function sayAt(world: NamedWorld, seat: SeatRow, me: string): { forId: string | null } | undefined {
  if (seat.assignedTo !== null) {
    if (seat.assignedTo !== me || !takes(world, seat)) return undefined
    return { forId: isDelegated(seat) ? seat.assignedBy : null }
  }
  if (sitsAt(world, seat, me)) return { forId: null }
  const absent = world.holders.find(
    ({ personId, role, nodeId }) =>
      role === seat.role && nodeId === seat.nodeId && deputiesAt(world, personId, seat.role).includes(me),
  )
  return absent && { forId: absent.personId }
}

/** A seat that the person may answer, or the code of why they may not though they have a say; null where they have none. */
export function signable(
  world: NamedWorld,
  seats: readonly SeatRow[],
  votes: readonly VoteRow[],
  { excluded, barred }: { excluded: readonly string[]; barred: readonly string[] },
  me: string,
): { seat: SeatRow; forId: string | null } | { refused: string } | null {
  const heard = new Set(votes.flatMap((vote) => [vote.personId, sayOf(vote)]))
  const says = seats
    .filter(({ state }) => state === 'open')
    .flatMap((seat) => {
      const say = sayAt(world, seat, me)
      return say ? [{ seat, forId: say.forId }] : []
    })
  if (says.length === 0) return null
  if (excluded.includes(me)) return { refused: 'approvals.decide.own' }
  const free = says.find(({ forId }) => [me, forId ?? me].every((id) => !heard.has(id) && !barred.includes(id)))
  if (free) return free
  return says.every(({ forId }) => forId !== null && excluded.includes(forId))
    ? { refused: 'approvals.decide.own' }
    : { refused: 'approvals.decide.signed-already' }
}

/** Approvals that count at this instant: of whoever still sits there, or was given the turn. Source: APR-2 (a role that ends loses its vote). */
export const approvalsAt = (world: NamedWorld, seat: SeatRow, votes: readonly VoteRow[]): number =>
  votes.filter(
    (vote) =>
      vote.seatId === seat.id &&
      vote.choice === 'approve' &&
      (sitsAt(world, seat, sayOf(vote)) || (seat.assignedTo === vote.personId && !isDelegated(seat))),
  ).length

/** Who may still answer a seat, without those whom the case concerns and those who have been heard. */
export function askedAt(
  world: NamedWorld,
  seat: SeatRow,
  votes: readonly VoteRow[],
  excluded: readonly string[],
): { id: string; deputyId: string | null }[] {
  const heard = new Set(votes.flatMap((vote) => [vote.personId, sayOf(vote)]))
  const free = (id: string) => !heard.has(id) && !excluded.includes(id)
  if (seat.assignedTo !== null) {
    return takes(world, seat) && free(seat.assignedTo) ? [{ id: seat.assignedTo, deputyId: null }] : []
  }
  const sitting = world.holders.filter(
    (holder) => seatKey(holder.role, holder.nodeId) === seatKey(seat.role, seat.nodeId),
  )
  return [...new Set(sitting.map(({ personId }) => personId))]
    .filter(free)
    .map((id) => ({ id, deputyId: deputiesAt(world, id, seat.role).find(free) ?? null }))
}
