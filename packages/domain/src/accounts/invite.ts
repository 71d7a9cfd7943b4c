import { may } from '@ministry/access'
import { allow, find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { invitationStateOf, obstacleToOffer } from './accounts.rules.ts'
import { invited, inviteInput } from './accounts.schema.ts'
import { issueInvitation } from './issue-invitation.ts'
import { lockPerson } from './lock-person.ts'
import { placesOfPerson } from './person-places.ts'

interface Invitee {
  id: string
  scopeIds: string[]
  homeIds: string[]
  emails: string[]
}

/**
 * Invites a person to open an account, by a mail whose link works once within seven days. The address is one that the
 * person is known by, unless the caller may change the person's addresses; and the caller answers for all that the person
 * holds, because whoever has the address will have those rights. Errors: NotFound person or node; NotAllowed; RuleBroken
 * `accounts.invite.` `node-closed`, `of-another-place`, `beyond-your-reach`, `address-not-known`, `has-account`,
 * `already-invited`; LimitReached `accounts.invite.too-often`. Source: ACC-4.
 */
export const invite = mutation({
  name: 'accounts.invite',
  permission: { action: 'create', noun: 'Invitation' },
  input: inviteInput,
  output: invited,
  async run(ctx, { personId, nodeId, email }) {
    const broken = (what: string) => ruleBroken(`accounts.invite.${what}`)
    const node = await find<{ id: string; scopeIds: string[]; state: string }>(ctx, 'read', 'OrgNode', nodeId)
    allow(ctx, 'create', 'Invitation', { scopeIds: node.scopeIds })
    if (node.state !== 'active') throw broken('node-closed')

    const person = await find<Invitee>(ctx, 'read', 'Person', personId)
    await lockPerson(ctx, personId)
    const places = await placesOfPerson(ctx, personId)
    if (![person, ...places].some(({ scopeIds }) => scopeIds.includes(nodeId))) throw broken('of-another-place')
    const roles = places.filter(({ role }) => role !== null)
    const addressKnown = person.emails.includes(email)
    const obstacle = obstacleToOffer(ctx.principal.roles, 'create', roles, addressKnown, ctx.at)
    if (obstacle === 'beyond-your-reach') throw broken(obstacle)
    const known = await ctx.tx.prisma.account.findFirst({ where: { personId }, select: { id: true } })
    if (known) throw broken('has-account')
    if (obstacle || (!addressKnown && !may(ctx.ability, 'update', 'Person', person, 'emails')))
      throw broken('address-not-known')
    const earlier = await ctx.tx.prisma.invitation.findMany({ where: { personId } })
    if (earlier.some((invitation) => invitationStateOf(invitation, ctx.at) === 'open')) throw broken('already-invited')
    return issueInvitation(ctx, { act: 'invite', id: newId(ctx.at), personId, node, email })
  },
})
