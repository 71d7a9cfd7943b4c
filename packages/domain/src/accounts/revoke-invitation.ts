import { find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { invitationStateOf } from './accounts.rules.ts'
import { done, invitationId } from './accounts.schema.ts'
import type { InvitationRow } from './invitation-row.ts'

/** Takes an invitation back: its link stops working. Errors: NotFound; NotAllowed; RuleBroken `accounts.revoke-invitation.not-open`. Source: ACC-4. */
export const revokeInvitation = mutation({
  name: 'accounts.revoke-invitation',
  permission: { action: 'revoke', noun: 'Invitation' },
  input: invitationId,
  output: done,
  async run(ctx, { id }) {
    const found = await find<InvitationRow>(ctx, 'revoke', 'Invitation', id)
    const before = invitationStateOf(found, ctx.at)
    if (before !== 'open' && before !== 'expired') throw ruleBroken('accounts.revoke-invitation.not-open')
    await ctx.tx.prisma.invitation.update({ where: { id }, data: { revokedAt: ctx.at } })
    const node = { id: found.nodeId, scopeIds: found.scopeIds }
    ctx.audit({ noun: 'Invitation', subjectId: id, node, before: { state: before }, after: { state: 'revoked' } })
    return {}
  },
})
