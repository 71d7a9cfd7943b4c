/** How a case stands at an instant, and whether a seat can still answer. In the power of the movement. Source: APR-2, APR-7. */
import type { Seat } from '@ministry/access'
import type { Context } from '../context.ts'
import { barredFrom, keepExcluded } from './barred.ts'
import { seatsOf, votesOf, type CaseRow, type StoredSeat } from './case-row.ts'
import { obstacle } from './climb.rules.ts'
import type { Because, SeatAt } from './plan.schema.ts'
import { approvalsAt, askedAt, sayOf, type VoteRow } from './sign.rules.ts'
import { worldAt, type NamedWorld } from './world.ts'

/** How a case stands: its seats, what was said, and who sits where at this instant. */
export interface Standing {
  row: CaseRow
  seats: StoredSeat[]
  votes: VoteRow[]
  world: NamedWorld
  /** Who signs nothing here: see `barredFrom`. */
  barred: readonly string[]
}
/** Looks at a locked case, with the rights of this very instant. */
export async function standingOf(power: Context, locked: CaseRow): Promise<Standing> {
  const { excluded, ...standing } = await looked(power, locked)
  return { ...standing, row: await keepExcluded(power, locked, excluded) }
}
/** The same without writing down whom it excludes by now: for whoever only looks. */
export async function looked(power: Context, row: CaseRow): Promise<Standing & { excluded: string[] }> {
  const seats = await seatsOf(power, row)
  const votes = await votesOf(power, row)
  const { excluded, barred } = await barredFrom(power, row, votes)
  const given = seats.flatMap(({ assignedTo, assignedBy }) => [assignedTo, assignedBy]).filter((id) => id !== null)
  // Not the instant at which the act began: it may have waited for the case.
  const world = await worldAt(power, row, [...barred, ...given], power.services.clock.now())
  return { row, seats, votes, world, barred, excluded }
}

/** Whether enough have agreed. */
export const answered = ({ world, votes }: Standing, seat: StoredSeat) => approvalsAt(world, seat, votes) >= seat.quorum

/** Why the seat can't be asked any more; null where it can. */
export function obstacleOf(standing: Standing, seat: StoredSeat): Because['code'] | null {
  const approvals = approvalsAt(standing.world, seat, standing.votes)
  return obstacle(standing.world, atOf(seat), Math.max(1, seat.quorum - approvals), ruleOf(standing, seat))
}

/** A seat with its place. */
export const atOf = (seat: Pick<StoredSeat, 'role' | 'nodeId'>): SeatAt => ({
  seat: seat.role as Seat,
  nodeId: seat.nodeId,
})
/** What a seat is measured by besides the world. */
export const ruleOf = ({ barred, seats, votes }: Standing, seat: StoredSeat) => ({
  excluded: new Set(barred),
  heard: new Set(votes.flatMap((vote) => [vote.personId, sayOf(vote)])),
  taken: new Set(
    seats
      .filter((other) => other.id !== seat.id && other.act === 'decide' && !['left', 'closed'].includes(other.state))
      .map((other) => other.seatKey),
  ),
})

/** Whether a quorum can't be reached any more with those who are left. */
export const outOfReach = ({ barred, world, votes }: Standing, seat: StoredSeat): boolean =>
  approvalsAt(world, seat, votes) + askedAt(world, seat, votes, barred).length < seat.quorum
