import type { Seat } from '@ministry/access'
import { above, nodeFor } from './seat-places.ts'
import { sitsAt, type SeatRow } from './sign.rules.ts'
import type { NamedWorld } from './world.ts'

/**
 * The open seats that this person may give to somebody else: as who sits on the seat right above, and isn't concerned. For the Board
 * nobody does, nor where several must agree; and who decides another step of the case gives no decision away, for the two national
 * seats stand above each other. Source: APR-2 (reassigned only by the seat above), APR-4.
 */
export function seatsAbove<Row extends SeatRow>(
  world: NamedWorld,
  seats: readonly Row[],
  excluded: readonly string[],
  me: string,
): Row[] {
  if (excluded.includes(me)) return []
  return seats.filter((seat) => {
    const role = above(seat.role as Seat, world)
    if (seat.state !== 'open' || seat.quorum > 1 || role === null) return false
    return sitsAt(world, { role, nodeId: nodeFor(role, world) }, me) && !decidesBeside(world, seats, seat, me)
  })
}

/** Whether the seat decides, and another one that this person answers does too. */
const decidesBeside = (world: NamedWorld, seats: readonly SeatRow[], seat: SeatRow, me: string): boolean =>
  seat.act === 'decide' &&
  seats.some(
    (other) =>
      other.id !== seat.id &&
      other.act === 'decide' &&
      ['waiting', 'open', 'signed'].includes(other.state) &&
      (other.assignedTo === me || sitsAt(world, other, me)),
  )
