import { find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { answersFor, invitationStateOf } from './accounts.rules.ts'
import { invitationId, invited } from './accounts.schema.ts'
import type { InvitationRow } from './invitation-row.ts'
import { issueInvitation } from './issue-invitation.ts'
import { placesOfPerson } from './person-places.ts'

/**
 * Sends the invitation again with a new link and seven more days; the earlier link stops working. Errors: NotFound;
 * NotAllowed; RuleBroken `accounts.resend-invitation.not-open`, `accounts.resend-invitation.beyond-your-reach`.
 * Source: ACC-4.
 */
export const resendInvitation = mutation({
  name: 'accounts.resend-invitation',
  permission: { action: 'resend', noun: 'Invitation' },
  input: invitationId,
  output: invited,
  async run(ctx, { id }) {
    const found = await find<InvitationRow>(ctx, 'resend', 'Invitation', id)
    if (!['open', 'expired'].includes(invitationStateOf(found, ctx.at)))
      throw ruleBroken('accounts.resend-invitation.not-open')
    const roles = (await placesOfPerson(ctx, found.personId)).filter(({ role }) => role !== null)
    if (!answersFor(ctx.principal.roles, 'resend', 'Invitation', roles, ctx.at))
      throw ruleBroken('accounts.resend-invitation.beyond-your-reach')
    const { personId, nodeId, scopeIds, email } = found
    return issueInvitation(ctx, { id, personId, node: { id: nodeId, scopeIds }, email })
  },
})
