/** What becomes of seats that were stuck, when somebody is appointed. In the power of the movement. Source: APR-2. */
import type { Context } from '../context.ts'
import type { CaseRow, StoredSeat } from './case-row.ts'
import { leave, onward, open } from './leaving.ts'
import { answered, looked, obstacleOf, outOfReach, standingOf, type Standing } from './standing.ts'
import { stuckSeats } from './stuck.ts'

/** What becomes of a seat that was stuck: it is asked anew, where enough people sit there by now; or goes on, where somebody sits above. */
function revival(standing: Standing, seat: StoredSeat, why: string): 'open' | 'leave' | null {
  if (seat.state !== 'open' || answered(standing, seat)) return null
  if (why !== 'overdue' && !outOfReach(standing, seat)) return 'open'
  const code = why === 'overdue' ? 'overdue' : obstacleOf(standing, seat)
  return code && onward(standing, seat, code) ? 'leave' : null
}

/** Whether a case that was stuck could go on by now. */
export async function couldGoOn(power: Context, row: CaseRow): Promise<boolean> {
  const why = await stuckSeats(power, row)
  const standing = await looked(power, row)
  return standing.seats.some((seat) => why.has(seat.id) && revival(standing, seat, why.get(seat.id)!) !== null)
}

/** Asks seats anew, or leaves them, that were stuck for lack of anybody. */
export async function revive(power: Context, row: CaseRow): Promise<void> {
  for (const [seatId, why] of await stuckSeats(power, row)) {
    const standing = await standingOf(power, row)
    const seat = standing.seats.find((one) => one.id === seatId)
    const what = seat && revival(standing, seat, why)
    if (seat && what === 'open') await open(power, standing, seat)
    if (seat && what === 'leave' && why === 'overdue') await leave(power, standing, seat, 'overdue')
  }
}
