/** The seats of a case in their order: written, opened step by step, moved on where nobody can answer. All in the power of the movement. Source: APR-1, APR-2, APR-7. */
import { seatKey } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import type { CaseRow, StoredSeat } from './case-row.ts'
import { execute } from './execute.ts'
import { leave, open } from './leaving.ts'
import type { PlannedStep } from './plan.schema.ts'
import { askedAt } from './sign.rules.ts'
import { answered, obstacleOf, standingOf, type Standing } from './standing.ts'
import { trail, type TrailLine } from './trail.ts'

/** Writes the seats of a plan; none is asked yet. */
export async function writeSeats(power: Context, row: CaseRow, plan: readonly PlannedStep[]): Promise<void> {
  const seats = plan.flatMap(({ act, skipped, seats: asked }, position) =>
    asked.map(({ seat, nodeId, quorum, because }) => ({
      ...{ id: newId(power.at), caseId: row.id, revision: row.revision, position, act, role: seat, nodeId },
      ...{ seatKey: seatKey(seat, nodeId), quorum, because: because },
      state: skipped ? 'skipped' : 'waiting',
      skipped,
    })),
  )
  await power.tx.prisma.approvalSeat.createMany({ data: seats.map(({ skipped: _, ...seat }) => seat) })
  const lines = seats.map(({ id, role, skipped, because }): TrailLine => {
    const why = because.map(({ code }) => code).join(' ')
    return skipped
      ? { kind: 'skipped', seatId: id, values: { why: skipped } }
      : { kind: 'routed', seatId: id, values: { seat: role, why } }
  })
  await trail(power, row, lines)
}

/** Goes on: opens the next step when all before it have answered, moves seats on that nobody can answer, and executes after the last. */
export async function advance(power: Context, row: CaseRow): Promise<'open' | 'approved'> {
  for (;;) {
    const standing = await standingOf(power, row)
    const open = standing.seats.filter(({ state }) => state === 'open')
    if (await moveOn(power, standing, open)) continue
    if (open.length) return 'open'
    const waiting = standing.seats.filter(({ state }) => state === 'waiting')
    if (waiting.length === 0) {
      // A way on which nobody decides is no way.
      if (!standing.seats.some(({ act, state }) => act === 'decide' && state === 'signed'))
        throw new Error(`Nobody has decided case ${row.id}`)
      await execute(power, row)
      return 'approved'
    }
    const position = Math.min(...waiting.map((seat) => seat.position))
    await openStep(
      power,
      standing,
      waiting.filter((seat) => seat.position === position),
    )
  }
}

/** Opens the seats of a step; one that can't be asked any more climbs. */
async function openStep(power: Context, standing: Standing, seats: StoredSeat[]): Promise<void> {
  for (const seat of seats) {
    const why = obstacleOf(standing, seat)
    if (why) await leave(power, standing, seat, why)
    else await open(power, standing, seat)
  }
}

/** Moves on each open seat that nobody can answer any more. True where something has changed. */
async function moveOn(power: Context, standing: Standing, seats: readonly StoredSeat[]): Promise<boolean> {
  for (const seat of seats) {
    if (seat.assignedTo !== null && askedAt(standing.world, seat, standing.votes, standing.barred).length === 0) {
      await giveBack(power, standing.row, seat)
      return true
    }
    const board = seat.role === 'board-member' && seat.nodeId !== null
    if (board || seat.assignedTo !== null || answered(standing, seat)) continue
    const why = obstacleOf(standing, seat)
    if (why && (await leave(power, standing, seat, why))) return true
  }
  return false
}

/** A turn that was given to somebody who can't take it any more goes back to whoever sits there. */
async function giveBack(power: Context, row: CaseRow, seat: StoredSeat): Promise<void> {
  await power.tx.prisma.approvalSeat.update({ where: { id: seat.id }, data: { assignedTo: null, assignedBy: null } })
  await trail(power, row, [{ kind: 'returned', seatId: seat.id }])
}
