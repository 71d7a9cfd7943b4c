import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { assertSystem } from '../acting.ts'
import { mutation } from '../verb.ts'
import { lockCase } from './case-row.ts'
import { inPower } from './power.ts'
import { standingOf } from './standing.ts'
import { askedAt } from './sign.rules.ts'
import { tellTurn } from './tell.ts'
import { trail } from './trail.ts'

/** What the system does with a seat, and whether there was anything to do. */
export const seatInput = z.object({ movementId: id(), seatId: id() })
export const seatDone = z.object({ done: z.boolean() })

/** Reminds those whom a seat asks that half of the time is over, once. Only the workflow calls it. Source: APR-2. */
export const remind = mutation({
  name: 'approvals.remind',
  permission: 'signed-in',
  input: seatInput,
  output: seatDone,
  async run(ctx, { movementId, seatId }) {
    assertSystem(ctx)
    return inPower(ctx, movementId, ctx.caller.system!, async (power) => {
      const waits = { id: seatId, state: 'open', remindedAt: null, remindAt: { lte: ctx.at }, dueAt: { gt: ctx.at } }
      const seat = await power.tx.prisma.approvalSeat.findFirst({ where: waits, select: { caseId: true } })
      if (!seat) return { done: false }
      const row = await lockCase(power, seat.caseId)
      // Whoever came first has reminded them.
      const { count } = await power.tx.prisma.approvalSeat.updateMany({ where: waits, data: { remindedAt: ctx.at } })
      const { seats, votes, world, barred } = await standingOf(power, row)
      const asked = seats.find((one) => one.id === seatId)
      ctx.audit({
        ...{ noun: 'ApprovalCase', subjectId: row.id, node: { id: row.nodeId, scopeIds: row.scopeIds } },
        after: { reminded: count > 0, seat: asked?.role },
      })
      if (count === 0 || !asked) return { done: false }
      await trail(power, row, [{ kind: 'reminded', seatId }])
      await tellTurn(power, row, asked, askedAt(world, asked, votes, barred), 'request-reminder')
      return { done: true }
    })
  },
})
