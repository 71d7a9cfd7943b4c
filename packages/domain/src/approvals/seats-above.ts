import type { Seat } from '@ministry/access'
import { above, nodeFor } from './seat-places.ts'
import { sitsAt, type SeatRow } from './sign.rules.ts'
import type { NamedWorld } from './world.ts'

/**
 * The open seats that this person may give to somebody else: as who sits on the seat right above, and isn't concerned. For the Board
 * nobody does. Source: APR-2 (reassigned only by the seat above).
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
    return seat.state === 'open' && role !== null && sitsAt(world, { role, nodeId: nodeFor(role, world) }, me)
  })
}
