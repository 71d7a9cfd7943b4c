import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { caseChanged, withdrawInput } from './approvals.schema.ts'
import { assertVersion, findCase, lockCase } from './case-row.ts'
import { inPower } from './power.ts'
import { end } from './closing.ts'
import { stateOf } from './submit.ts'
import { trail } from './trail.ts'

/**
 * Takes one's own request back, as long as it isn't decided. Errors: NotFound; Conflict `approvals.changed-meanwhile`; RuleBroken
 * `approvals.withdraw.not-yours`, `ended`. Source: APR-1.
 */
export const withdraw = mutation({
  name: 'approvals.withdraw',
  permission: 'signed-in',
  input: withdrawInput,
  output: caseChanged,
  async run(ctx, { id, version, reason }) {
    const found = await findCase(ctx, id)
    const { personId } = ctx.principal
    if (found.personId !== personId) throw ruleBroken('approvals.withdraw.not-yours')
    return inPower(ctx, found.scopeIds[0]!, `case:${id}`, async (power) => {
      const row = await lockCase(power, id)
      assertVersion(row, version)
      if (row.endedAt) throw ruleBroken('approvals.withdraw.ended')
      await power.tx.prisma.approvalCase.update({ where: { id }, data: { version: { increment: 1 } } })
      await trail(power, row, [{ kind: 'withdrawn', personId, reason }])
      await end(power, row, 'withdrawn')
      const node = { id: row.nodeId, scopeIds: row.scopeIds }
      ctx.audit({
        noun: 'ApprovalCase',
        subjectId: id,
        node,
        before: { state: row.state },
        after: { state: 'withdrawn' },
        reason,
      })
      return stateOf(power, id)
    })
  },
})
