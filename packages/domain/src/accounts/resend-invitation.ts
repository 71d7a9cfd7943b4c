import { find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { invitationStateOf, obstacleToOffer } from './accounts.rules.ts'
import { invitationId, invited } from './accounts.schema.ts'
import type { InvitationRow } from './invitation-row.ts'
import { issueInvitation } from './issue-invitation.ts'
import { lockPerson } from './lock-person.ts'
import { placesOfPerson } from './person-places.ts'

/**
 * Sends the invitation again with a new link and seven more days; the earlier link stops working. Errors: NotFound;
 * NotAllowed; RuleBroken `accounts.resend-invitation.` `not-open`, `has-account`, `beyond-your-reach`, `address-not-known`;
 * LimitReached
 * `accounts.resend-invitation.too-often`. Source: ACC-4.
 */
export const resendInvitation = mutation({
  name: 'accounts.resend-invitation',
  permission: { action: 'resend', noun: 'Invitation' },
  input: invitationId,
  output: invited,
  async run(ctx, { id }) {
    const { personId, nodeId, scopeIds, email } = await find<InvitationRow>(ctx, 'resend', 'Invitation', id)
    await lockPerson(ctx, personId)
    const found = await find<InvitationRow>(ctx, 'resend', 'Invitation', id)
    if (!['open', 'expired'].includes(invitationStateOf(found, ctx.at)))
      throw ruleBroken('accounts.resend-invitation.not-open')
    const account = await ctx.tx.prisma.account.findFirst({ where: { personId }, select: { id: true } })
    if (account) throw ruleBroken('accounts.resend-invitation.has-account')
    const person = await find<{ emails: string[] }>(ctx, 'read', 'Person', personId, { emails: true })
    const roles = (await placesOfPerson(ctx, personId)).filter(({ role }) => role !== null)
    const known = person.emails.includes(email)
    const obstacle = obstacleToOffer(ctx.principal.roles, 'resend', roles, known, ctx.at)
    if (obstacle) throw ruleBroken(`accounts.resend-invitation.${obstacle}`)
    return issueInvitation(ctx, { act: 'resend-invitation', id, personId, node: { id: nodeId, scopeIds }, email })
  },
})
