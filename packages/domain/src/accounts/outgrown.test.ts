/** An invitation opens what its person holds when it is followed, so it must not outlive a role beyond its sender. Source: ACC-3, ACC-4. */
import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { invitation } from './invitation.ts'
import { invite } from './invite.ts'
import { resendInvitation } from './resend-invitation.ts'
import { appointing } from './testing/appoint.ts'
import { mailsTo, nobody, traces } from './testing/traces.ts'

const { services, owner, clock, as, callerOf } = await createWorld()
const { appoint } = appointing(services, owner)
const { nodes, people } = story
const start = clock.now()
const told = story.assignments.map(({ id }) => id)
const tabitha = { personId: people.tabitha.id, nodeId: nodes.kilima.id, email: 'tabitha@example.org' }
const knownAs = (...emails: string[]) =>
  owner.query('update person set emails = $1 where id = $2', [emails, tabitha.personId])
beforeEach(async () => {
  clock.set(start)
  await owner.query('truncate invitation, outgoing_mail, outbox_event, audit_entry, throttle')
  await owner.query('delete from role_assignment where id <> all ($1)', [told])
  await owner.query('delete from sign_in_event where account_id in (select id from account where person_id = $1)', [
    tabitha.personId,
  ])
  await owner.query('delete from account where person_id = $1', [tabitha.personId])
  await knownAs()
})
const [faith, ruth, grace] = [
  await as('campus-administrator'),
  await as('campus-leader'),
  await as('national-director'),
]
const regional = { personId: tabitha.personId, role: 'regional-administrator', nodeId: nodes.highlands.id }
const cell = { personId: tabitha.personId, role: 'cell-leader', nodeId: nodes.hilltop.id }
const stateOf = async (email = tabitha.email) => {
  const { token } = (await mailsTo(owner, email)).at(-1)!
  return (await invitation.call(services, nobody(), { token })).state
}
const accept = async () => {
  const { token } = (await mailsTo(owner, tabitha.email)).at(-1)!
  return acceptInvitation.call(services, nobody(), { token, username: 'tabitha', password: 'purple river window' })
}
const notOpen = { kind: 'RuleBroken', code: 'accounts.accept-invitation.not-open' }

test('a role beyond the sender takes the open invitation back, and says so', async () => {
  await knownAs(tabitha.email)
  const { id } = await invite.call(services, faith, tabitha)
  await appoint(grace, regional)
  expect(await stateOf()).toBe('revoked')
  await expect(accept()).rejects.toMatchObject(notOpen)
  await expect(resendInvitation.call(services, faith, { id })).rejects.toMatchObject({
    code: 'accounts.resend-invitation.not-open',
  })
  const trace = (await traces(owner, 'test.decide')).find(({ noun }) => noun === 'Invitation')
  expect(trace).toMatchObject({
    subject_id: id,
    scope_ids: nodes.kilima.scopeIds,
    before: { state: 'open' },
    after: { state: 'revoked' },
    person_id: tabitha.personId,
  })
  // Whoever answers for the role may invite anew.
  clock.set(new Date(start.getTime() + 1000))
  await invite.call(services, grace, tabitha)
  expect(await stateOf()).toBe('open')
  await accept()
})

test('an expired one too, because it could be sent again', async () => {
  await knownAs(tabitha.email)
  await invite.call(services, faith, tabitha)
  clock.set(new Date(start.getTime() + 8 * 86_400_000))
  await appoint(grace, regional)
  expect(await stateOf()).toBe('revoked')
})

test('a role within the sender’s care leaves it open, where the address is the person’s', async () => {
  await knownAs(tabitha.email)
  await invite.call(services, faith, tabitha)
  await appoint(ruth, cell)
  expect(await stateOf()).toBe('open')
  await accept()
})

test('but not at an address of the sender’s own choice, which opens no seat', async () => {
  const { id } = await invite.call(services, faith, tabitha)
  await appoint(ruth, cell)
  expect(await stateOf()).toBe('revoked')
  // Nor is it sent again, where the role came by another way.
  await owner.query('update invitation set revoked_at = null')
  await expect(resendInvitation.call(services, faith, { id })).rejects.toMatchObject({
    code: 'accounts.resend-invitation.address-not-known',
  })
})

test('also where whoever gives the role sees neither invitation nor sender', async () => {
  const { felix } = people
  await owner.query(`update person set emails = '{felix@example.org}' where id = $1`, [felix.id])
  const yusuf = await callerOf(story.furtherAccounts.cousinCampusAdministrator.accountId)
  await invite.call(services, yusuf, { personId: felix.id, nodeId: nodes.bahari.id, email: 'felix@example.org' })
  await appoint(ruth, { ...cell, personId: felix.id })
  expect(await stateOf('felix@example.org')).toBe('revoked')
})

test('and whatever gave the role, acceptance asks again', async () => {
  await knownAs(tabitha.email)
  await invite.call(services, faith, tabitha)
  const give = (role: string, nodeId: string) =>
    owner.query(
      `insert into role_assignment (id, person_id, role, node_id, starts_at) values (gen_random_uuid(), $1, $2, $3, $4)`,
      [tabitha.personId, role, nodeId, start],
    )
  await give('regional-administrator', nodes.highlands.id)
  await expect(accept()).rejects.toMatchObject(notOpen)
  expect((await owner.query('select from account where person_id = $1', [tabitha.personId])).rowCount).toBe(0)
  await owner.query('delete from role_assignment where id <> all ($1)', [told])
  await give('cell-leader', nodes.hilltop.id)
  await accept()
})

test('a sender who has left the office since leaves good invitations behind', async () => {
  await knownAs(tabitha.email)
  await invite.call(services, faith, tabitha)
  clock.set(new Date(start.getTime() + 1000))
  const mine = `person_id = '${people.faith.id}' and role = 'campus-administrator'`
  await owner.query(`update role_assignment set ends_at = $1 where ${mine}`, [clock.now()])
  await accept()
  await owner.query(`update role_assignment set ends_at = null where ${mine}`)
})

test('at the same instant, the invitation is refused or taken back', async () => {
  await knownAs(tabitha.email)
  for (let round = 0; round < 5; round++) {
    await owner.query('truncate invitation, throttle')
    await owner.query('delete from role_assignment where id <> all ($1)', [told])
    const [invited, given] = await Promise.allSettled([invite.call(services, faith, tabitha), appoint(grace, regional)])
    expect(given.status).toBe('fulfilled')
    if (invited.status === 'rejected')
      expect(invited.reason).toMatchObject({ code: 'accounts.invite.beyond-your-reach' })
    expect((await owner.query('select from invitation where revoked_at is null')).rowCount).toBe(0)
  }
})
