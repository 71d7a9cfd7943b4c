import { find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { answersFor, invitationStateOf } from './accounts.rules.ts'
import { done, invitationId } from './accounts.schema.ts'
import type { InvitationRow } from './invitation-row.ts'
import { lockPerson } from './lock-person.ts'
import { placesOfPerson } from './person-places.ts'

/**
 * Takes an invitation back: its link stops working. It takes what sending it takes. Errors: NotFound; NotAllowed; RuleBroken
 * `accounts.revoke-invitation.` `not-open`, `beyond-your-reach`. Source: ACC-4, ACS-2.
 */
export const revokeInvitation = mutation({
  name: 'accounts.revoke-invitation',
  permission: { action: 'revoke', noun: 'Invitation' },
  input: invitationId,
  output: done,
  async run(ctx, { id }) {
    const { personId } = await find<InvitationRow>(ctx, 'revoke', 'Invitation', id)
    await lockPerson(ctx, personId)
    const found = await find<InvitationRow>(ctx, 'revoke', 'Invitation', id)
    const before = invitationStateOf(found, ctx.at)
    if (before !== 'open' && before !== 'expired') throw ruleBroken('accounts.revoke-invitation.not-open')
    const roles = (await placesOfPerson(ctx, personId)).filter(({ role }) => role !== null)
    if (!answersFor(ctx.principal.roles, 'revoke', 'Invitation', roles, ctx.at))
      throw ruleBroken('accounts.revoke-invitation.beyond-your-reach')
    await ctx.tx.prisma.invitation.update({ where: { id }, data: { revokedAt: ctx.at } })
    const node = { id: found.nodeId, scopeIds: found.scopeIds }
    ctx.audit({ noun: 'Invitation', subjectId: id, node, before: { state: before }, after: { state: 'revoked' } })
    return {}
  },
})
