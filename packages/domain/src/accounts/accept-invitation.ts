import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { id, newId } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { notify } from '../notify.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { invitationStateOf, obstacleToOffer, type PersonPlace } from './accounts.rules.ts'
import { acceptInvitationInput, openedSession } from './accounts.schema.ts'
import { enter } from './enter.ts'
import { knownAccount } from './known-account.ts'
import { lockPerson } from './lock-person.ts'
import { offerOf, type Offer } from './offer.ts'
import { heldBySender, type SenderSeat } from './sender.ts'
import { writeSignIn } from './sign-in-log.ts'

const acceptance = z.object({
  accountId: id(),
  offer: z.custom<Offer>(),
  username: z.string(),
  passwordHash: z.string(),
  device: z.string().optional(),
})

const open = mutation({
  name: 'accounts.accept-invitation',
  permission: 'public',
  door: 'auth',
  input: acceptance,
  output: openedSession,
  async run(ctx, { accountId, offer, username, passwordHash, device }) {
    const { id, personId, email, nodeId, scopeIds } = offer
    await lockPerson(ctx, personId)
    if (await outgrown(ctx, offer)) throw ruleBroken('accounts.accept-invitation.not-open')
    // Of several at once one gets the row, and the others find it taken.
    const taken = await ctx.tx.rows(sql`
      update invitation set accepted_at = ${ctx.at}
       where id = ${id}::uuid and accepted_at is null and revoked_at is null and expires_at > ${ctx.at} returning id`)
    if (taken.length === 0) throw ruleBroken('accounts.accept-invitation.not-open')
    const made = await ctx.tx.rows(sql`
      insert into account (id, person_id, username, email, password_hash, created_at)
      select ${accountId}::uuid, ${personId}::uuid, ${username}, ${email}, ${passwordHash}, ${ctx.at}
       where not exists (select from account where person_id = ${personId}::uuid)
      on conflict do nothing returning id`)
    if (made.length === 0) throw await whyNot(ctx, username, email)
    await writeSignIn(ctx, accountId, 'signed-in')
    const node = { id: nodeId, scopeIds }
    ctx.audit({ noun: 'Invitation', subjectId: id, node, before: { state: 'open' }, after: { state: 'accepted' } })
    ctx.audit({ noun: 'Account', subjectId: accountId, node, person: { id: personId, after: { username, email } } })
    if (offer.invitedBy)
      await notify(ctx, {
        personId: offer.invitedBy,
        kind: 'invitation-accepted',
        nodeId,
        aboutId: personId,
        dedupeKey: `invitation-accepted:${id}`,
      })
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid`)
    return enter(ctx, known!, { device })
  },
})

/** Whether the person holds more by now than the sender could have invited somebody to. */
async function outgrown({ tx, at }: Context, { personId, email, invitedBy, createdAt }: Offer): Promise<boolean> {
  const roles = await tx.rows<PersonPlace>(sql`
    select role, node_id as "nodeId", scope_ids as "scopeIds" from role_assignment
     where person_id = ${personId}::uuid and (ends_at is null or ends_at > ${at})`)
  const [asked] = await tx.rows<{ known: boolean; sender: SenderSeat[] }>(sql`
    select ${email} = any (emails) as known, app.seats_at(${invitedBy}::uuid, ${createdAt}) as sender
      from person where id = ${personId}::uuid`)
  return !asked || obstacleToOffer(heldBySender(asked.sender), 'create', roles, asked.known, createdAt) !== null
}

async function whyNot(ctx: Context, username: string, email: string) {
  const others = await ctx.tx.rows<{ username: string | null; email: string }>(sql`
    select username, email from account where username = ${username} or email = ${email}`)
  if (others.some((other) => other.username === username))
    return ruleBroken('accounts.accept-invitation.username-taken', { username })
  if (others.some((other) => other.email === email)) return ruleBroken('accounts.accept-invitation.email-taken')
  return ruleBroken('accounts.accept-invitation.has-account')
}

/**
 * Opens the account that an invitation offers, and signs in. Works once, however many try at the same instant. Errors:
 * RuleBroken `accounts.accept-invitation.` `not-open`, `username-taken`, `email-taken`, `has-account`,
 * `accounts.password.*`; LimitReached `auth.busy`. Source: ACC-4.
 */
export const acceptInvitation = staged(open, {
  input: acceptInvitationInput,
  output: openedSession,
  async act(services, caller, { token, username, password, device }) {
    const { authDb, auth, clock } = services
    const offer = await offerOf(authDb.rows, token)
    if (!offer || invitationStateOf(offer, clock.now()) !== 'open')
      throw ruleBroken('accounts.accept-invitation.not-open')
    const weakness = auth.passwords.weakness(password, { username, email: offer.email, name: offer.name })
    if (weakness) throw ruleBroken(weakness)
    const accountId = newId(clock.now())
    const passwordHash = await auth.passwords.hash(password)
    const themself = { ...caller, principal: { accountId, personId: offer.personId, roles: [] } }
    return open.perform(services, themself, { accountId, offer, username, passwordHash, device })
  },
})
