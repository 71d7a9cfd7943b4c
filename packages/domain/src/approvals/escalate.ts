import { assertSystem } from '../acting.ts'
import { mutation } from '../verb.ts'
import { lockCase } from './case-row.ts'
import { inPower } from './power.ts'
import { seatDone, seatInput } from './remind.ts'
import { leave } from './leaving.ts'
import { advance } from './seats.ts'
import { standingOf } from './standing.ts'
import { stuckSeats } from './stuck.ts'

/**
 * A seat that didn't answer in time is left for the one above, which has its own time; the one that was left answers no more. Where
 * nothing stands above, it stays and says so, once. Only the workflow calls it. Source: APR-2.
 */
export const escalate = mutation({
  name: 'approvals.escalate',
  permission: 'signed-in',
  input: seatInput,
  output: seatDone,
  async run(ctx, { movementId, seatId }) {
    assertSystem(ctx)
    return inPower(ctx, movementId, ctx.caller.system!, async (power) => {
      const overdue = await power.tx.prisma.approvalSeat.findFirst({
        where: { id: seatId, state: 'open', dueAt: { lte: ctx.at } },
        select: { caseId: true },
      })
      if (!overdue || (await stuckSeats(power, { id: overdue.caseId })).has(seatId)) return { done: false }
      const row = await lockCase(power, overdue.caseId)
      const standing = await standingOf(power, row)
      const seat = standing.seats.find((one) => one.id === seatId)
      const node = { id: row.nodeId, scopeIds: row.scopeIds }
      if (row.state !== 'open' || seat?.state !== 'open') {
        ctx.audit({ noun: 'ApprovalCase', subjectId: row.id, node, after: { escalated: false } })
        return { done: false }
      }
      const done = await leave(power, standing, seat, 'overdue')
      if (done)
        await power.tx.prisma.approvalCase.update({ where: { id: row.id }, data: { version: { increment: 1 } } })
      ctx.audit({ noun: 'ApprovalCase', subjectId: row.id, node, after: { escalated: done, from: seat.role } })
      await advance(power, row)
      return { done }
    })
  },
})
