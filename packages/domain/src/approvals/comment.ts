import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { commentInput, commented } from './approvals.schema.ts'
import { findCase } from './case-row.ts'

/** Says something on a request, to all who may read it. Errors: NotFound. Source: APR-8. */
export const comment = mutation({
  name: 'approvals.comment',
  permission: 'signed-in',
  input: commentInput,
  output: commented,
  async run(ctx, { id, text }) {
    const row = await findCase(ctx, id)
    const commentId = newId(ctx.at)
    await ctx.tx.prisma.approvalComment.create({
      data: { id: commentId, caseId: id, personId: ctx.principal.personId, text, at: ctx.at },
      select: { id: true },
    })
    const node = { id: row.nodeId, scopeIds: row.scopeIds }
    ctx.audit({ noun: 'ApprovalCase', subjectId: id, node, after: { commentId } })
    return { id: commentId }
  },
})
