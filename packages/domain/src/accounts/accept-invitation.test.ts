import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { invitation } from './invitation.ts'
import { invite } from './invite.ts'
import { resendInvitation } from './resend-invitation.ts'
import { signIn } from './sign-in.ts'
import { mailsTo, nobody, traces } from './testing/traces.ts'

const { services, owner, clock, as } = await createWorld()
const { nodes, people } = story
const start = clock.now()
const faith = await as('campus-administrator')
const password = 'purple river window'
const email = 'tabitha@example.org'
const person = people.tabitha.id

async function token(personId: string = person, address = email) {
  await invite.call(services, faith, { personId, nodeId: nodes.kilima.id, email: address })
  return (await mailsTo(owner, address)).at(-1)!.token
}
const accept = (given: string, username = 'tabitha', secret = password) =>
  acceptInvitation.call(services, nobody(), { token: given, username, password: secret })
const accounts = async () =>
  (await owner.query('select id, username, email, password_hash from account where person_id = $1', [person])).rows
const broken = (code: string) => ({ kind: 'RuleBroken', code: `accounts.${code}` })

beforeEach(async () => {
  clock.set(start)
  await owner.query('truncate invitation, outgoing_mail, audit_entry, sign_in_event, throttle')
  await owner.query('delete from account where person_id = any($1)', [[person, people.joy.id]])
})

test('opens the account and signs in', async () => {
  const given = await token()
  const session = await accept(given, 'Tabitha.M')
  expect(await services.auth.sessions.authenticate(session.token)).toMatchObject({
    account: { personId: person, username: 'tabitha.m', email },
    principal: { roles: [{ role: 'small-group-member', nodeId: nodes.emmaus.id }] },
  })
  const [made] = await accounts()
  expect(made.password_hash).toMatch(/^\$2b\$/)
  expect(await invitation.call(services, nobody(), { token: given })).toMatchObject({ state: 'accepted' })
  const found = await traces(owner, 'accounts.accept-invitation')
  expect(found.map(({ noun }) => noun).sort()).toEqual(['Account', 'Invitation'])
  for (const trace of found)
    expect(trace).toMatchObject({ actor_account_id: made.id, scope_ids: nodes.kilima.scopeIds })
  await signIn.call(services, nobody(), { login: 'tabitha.m', password })
  await signIn.call(services, nobody(), { login: email, password })
})

test('works once', async () => {
  const given = await token()
  await accept(given)
  await expect(accept(given, 'tabitha2')).rejects.toMatchObject(broken('accept-invitation.not-open'))
  expect(await mailsTo(owner, email)).toHaveLength(1)
})

test('of many at the same instant one gets the account', async () => {
  const given = await token()
  const tries = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => accept(given, `tabitha${i}`)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of tries)
    if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('accept-invitation.not-open'))
  expect(await accounts()).toHaveLength(1)
})

test('of two invitations of one person one gets the account', async () => {
  const first = await token()
  await owner.query(`update invitation set expires_at = $1`, [start]) // run out, so that another may be written …
  const second = await token(person, 'tabitha.second@example.org')
  await owner.query(`update invitation set expires_at = $1`, [new Date(start.getTime() + 1000)]) // … and alive again
  const tries = await Promise.allSettled([accept(first, 'tabitha'), accept(second, 'tabitha2')])
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: broken('accept-invitation.has-account'),
  })
  expect(await accounts()).toHaveLength(1)
})

test('opens no second account beside a deactivated one, nor can it be sent again', async () => {
  const first = await token()
  const { rows } = await owner.query('select id from invitation')
  await owner.query(`update invitation set expires_at = $1`, [start])
  const second = await token(person, 'tabitha.second@example.org')
  await accept(second, 'tabitha2')
  await owner.query('update account set deactivated_at = now() where person_id = $1', [person])
  await expect(resendInvitation.call(services, faith, { id: rows[0].id })).rejects.toMatchObject(
    broken('resend-invitation.has-account'),
  )
  await owner.query(`update invitation set expires_at = $1`, [new Date(start.getTime() + 1000)])
  await expect(accept(first)).rejects.toMatchObject(broken('accept-invitation.has-account'))
  expect(await accounts()).toHaveLength(1)
})

test.each([
  ['after seven days', () => Promise.resolve(clock.set(new Date(start.getTime() + 7 * 86_400_000)))],
  ['taken back', () => owner.query(`update invitation set revoked_at = $1`, [start])],
])('does not work %s', async (_what, change) => {
  const given = await token()
  await change()
  await expect(accept(given)).rejects.toMatchObject(broken('accept-invitation.not-open'))
  expect(await accounts()).toEqual([])
})

test('a made-up token is told nothing', async () => {
  await expect(accept('made-up')).rejects.toMatchObject(broken('accept-invitation.not-open'))
  await expect(invitation.call(services, nobody(), { token: 'made-up' })).rejects.toMatchObject({ kind: 'NotFound' })
})

test('a taken username leaves the invitation open', async () => {
  const given = await token()
  await expect(accept(given, story.accounts['cell-leader'].username)).rejects.toMatchObject(
    broken('accept-invitation.username-taken'),
  )
  expect(await accounts()).toEqual([])
  await accept(given, 'tabitha')
})

test('an address that signs in already is told to its owner', async () => {
  const given = await token(person, story.accounts['cell-leader'].email)
  await expect(accept(given)).rejects.toMatchObject(broken('accept-invitation.email-taken'))
})

test.each([
  ['short', 'accounts.password.too-short'],
  ['password1234', 'accounts.password.common'],
  ['tabithamoraa1', 'accounts.password.personal'],
])('the password %j is refused before anything is written', async (secret, code) => {
  await expect(accept(await token(), 'tabitha', secret)).rejects.toMatchObject({ kind: 'RuleBroken', code })
  expect(await accounts()).toEqual([])
})

test.each(['ab', 'with space', 'a@b', '-dash', 'dash-', 'x'.repeat(41), 'naïve'])(
  'the username %j is refused',
  async (username) => {
    await expect(accept('any', username)).rejects.toMatchObject({ kind: 'InvalidInput' })
  },
)
