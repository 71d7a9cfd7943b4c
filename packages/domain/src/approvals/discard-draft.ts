import { mutation } from '../verb.ts'
import { discardDraftInput, draftDiscarded } from './approvals.schema.ts'
import { findDraft } from './publish.ts'

/**
 * Throws a draft away as it was read; what holds goes on to hold. Errors: NotFound; NotAllowed; Conflict
 * `approvals.draft.changed-meanwhile`; RuleBroken `approvals.publish.already`. Source: APR-1.
 */
export const discardDraft = mutation({
  name: 'approvals.discard-draft',
  permission: { action: 'update', noun: 'Route' },
  input: discardDraftInput,
  output: draftDiscarded,
  async run(ctx, { id, hash }) {
    const { nodeId, scopeIds, kind, version, definition } = await findDraft(ctx, 'update', { id, hash })
    await ctx.tx.prisma.approvalRoute.delete({ where: { id } })
    ctx.audit({ noun: 'Route', subjectId: id, node: { id: nodeId, scopeIds }, before: { kind, version, definition } })
    return { id }
  },
})
