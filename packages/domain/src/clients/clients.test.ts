import { createPasswords, totpCode } from '@ministry/auth'
import { keyScopes } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { beginTotp } from '../accounts/begin-totp.ts'
import { confirmTotp } from '../accounts/confirm-totp.ts'
import { deactivate } from '../accounts/deactivate.ts'
import { reactivate } from '../accounts/reactivate.ts'
import { devices } from '../accounts/devices.ts'
import { signOutEverywhere } from '../accounts/sign-out-everywhere.ts'
import { nobody, traces } from '../accounts/testing/traces.ts'
import { get as getPerson } from '../people/get.ts'
import { create as createPerson } from '../people/create.ts'
import { createWorld } from '../test-world.ts'
import type { Caller } from '../context.ts'
import { confirmSignIn } from './confirm-sign-in.ts'
import { createKey } from './create-key.ts'
import { keys } from './keys.ts'
import { refresh } from './refresh.ts'
import { revokeKey } from './revoke-key.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

const { services, owner, clock, as } = await createWorld()
const { clients } = services.auth
const start = clock.now()
const minutes = (count: number) => clock.set(new Date(start.getTime() + count * 60_000).toISOString())
const kwame = story.accounts['cell-leader']
const password = 'sandals and a lamp for the way'
const { hash } = createPasswords({ pepper: 'test', cost: 4 })
await owner.query('update account set password_hash = $2 where id = $1', [kwame.accountId, await hash(password)])
const [{ username }] = (await owner.query('select username from account where id = $1', [kwame.accountId])).rows

const knock = () => signIn.call(services, nobody(), { login: username, password, client: 'Field app' })
async function enter() {
  const opened = await knock()
  if (opened.step !== 'signed-in') throw new Error('A second factor is asked for')
  return opened
}
const renew = (refreshToken: string) => refresh.call(services, nobody(), { refreshToken })
const refused = { kind: 'RuleBroken', code: 'clients.refresh.refused' }
beforeEach(() => minutes(0))

describe('an app', () => {
  test('is let in by the password, stands among the devices, and has all that its owner has', async () => {
    const opened = await enter()
    expect(opened).toMatchObject({ tokenType: 'Bearer', expiresIn: 600 })
    const who = await clients.authenticate(opened.accessToken)
    expect(who).toMatchObject({ principal: { accountId: kwame.accountId }, device: 'Field app' })
    expect(who!.scopes).toBeUndefined()
    const listed = await devices.call(services, await as('cell-leader'), {})
    expect(listed.map(({ kind, device }) => [kind, device])).toEqual([['client', 'Field app']])
    expect((await traces(owner, 'clients.sign-in')).at(-1)).toMatchObject({ actor_account_id: kwame.accountId })
    const wrong = signIn.call(services, nobody(), { login: username, password: 'guess', client: 'x' })
    await expect(wrong).rejects.toMatchObject({ code: 'accounts.sign-in.refused' })
  })

  test('its token ends after ten minutes, and with its session at once', async () => {
    const { accessToken, refreshToken } = await enter()
    minutes(9.9)
    expect(await clients.authenticate(accessToken)).not.toBeNull()
    minutes(10)
    expect(await clients.authenticate(accessToken)).toBeNull()
    const next = await renew(refreshToken)
    expect(await clients.authenticate(next.accessToken)).not.toBeNull()
    await signOutEverywhere.call(services, await as('cell-leader'), {})
    expect(await clients.authenticate(next.accessToken)).toBeNull()
    await expect(renew(next.refreshToken)).rejects.toMatchObject(refused)
  })

  test('reads rights anew: a role that has ended bites at the next call', async () => {
    const { accessToken } = await enter()
    const rolesNow = async () =>
      (await clients.authenticate(accessToken))!.principal.roles.filter(({ role }) => role === 'cell-leader').length
    expect(await rolesNow()).toBe(1)
    const ended = `update role_assignment set ends_at = $2 where person_id = $1 and role = 'cell-leader' and ends_at is null returning id`
    const { rows } = await owner.query(ended, [kwame.personId, start])
    expect(await rolesNow()).toBe(0)
    for (const { id } of rows) await owner.query('update role_assignment set ends_at = null where id = $1', [id])
  })

  test('signs out by its refresh token', async () => {
    const { accessToken, refreshToken } = await enter()
    for (let i = 0; i < 2; i++) expect(await signOut.call(services, nobody(), { refreshToken })).toEqual({})
    expect(await clients.authenticate(accessToken)).toBeNull()
    expect(await signOut.call(services, nobody(), { refreshToken: 'made-up' })).toEqual({})
  })
})

describe('an app of somebody with a second factor', () => {
  const confirm = (stepToken: string, code: string) =>
    confirmSignIn.call(services, nobody(), { stepToken, code, client: 'Field app' })
  async function enrol() {
    const { secret } = await beginTotp.call(services, await as('cell-leader'), {})
    await confirmTotp.call(services, await as('cell-leader'), { code: totpCode(secret, clock.now()) })
    minutes(1)
    // Of the one who sat there and set it up.
    await owner.query(`delete from session where kind = 'browser'`)
    return secret
  }
  afterEach(() => owner.query('truncate totp_factor, recovery_code, throttle'))

  test('gets a step for the password, and tokens for the code, once', async () => {
    const secret = await enrol()
    const asked = await knock()
    if (asked.step !== 'second-factor') throw new Error('No second factor is asked for')
    expect(Object.keys(asked).toSorted()).toEqual(['endsAt', 'step', 'stepToken'])
    expect(await clients.authenticate(asked.stepToken)).toBeNull()
    await expect(confirm(asked.stepToken, '000000')).rejects.toMatchObject({
      code: 'accounts.confirm-sign-in.wrong-code',
    })
    const code = totpCode(secret, clock.now())
    const opened = await confirm(asked.stepToken, code)
    expect(await clients.authenticate(opened.accessToken)).toMatchObject({ device: 'Field app', secondFactor: true })
    expect((await traces(owner, 'clients.confirm-sign-in')).at(-1)).toMatchObject({ actor_account_id: kwame.accountId })
    await expect(confirm(asked.stepToken, code)).rejects.toMatchObject({ code: 'accounts.confirm-sign-in.not-open' })
    // No session of a browser is left over beside the client's.
    const { rows } = await owner.query(`select kind from session where account_id = $1 and expires_at > $2`, [
      kwame.accountId,
      clock.now(),
    ])
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['client']))
  })

  test('its codes count with those typed in a browser', async () => {
    const secret = await enrol()
    for (let round = 0; round < 2; round++) {
      const asked = await knock()
      for (let i = 0; i < 5; i++)
        await confirm(asked.step === 'second-factor' ? asked.stepToken : '', '000000').catch(() => null)
    }
    const asked = await knock()
    const late = confirm(asked.step === 'second-factor' ? asked.stepToken : '', totpCode(secret, clock.now()))
    await expect(late).rejects.toMatchObject({ code: 'accounts.confirm-sign-in.too-often' })
  })
})

describe('a refresh token', () => {
  test('used twice ends its family, and the owner is told', async () => {
    const first = await enter()
    const second = await renew(first.refreshToken)
    const third = await renew(second.refreshToken)
    await expect(renew(first.refreshToken)).rejects.toMatchObject(refused)
    await expect(renew(third.refreshToken)).rejects.toMatchObject(refused)
    expect(await clients.authenticate(third.accessToken)).toBeNull()
    const mails = await owner.query(`select recipient from outgoing_mail where template = 'client-ended'`)
    expect(mails.rows).toHaveLength(1)
    expect((await traces(owner, 'clients.refresh')).map(({ after }) => after)).toContainEqual({
      client: 'ended',
      because: 'refresh token used twice',
    })
  })

  test('whose answer was lost is taken once more for a moment; the line that it began is void', async () => {
    const { refreshToken } = await enter()
    const stolen = await renew(refreshToken)
    minutes(0.4)
    const mine = await renew(refreshToken)
    expect(await clients.authenticate(mine.accessToken)).not.toBeNull()
    // Whoever holds the other line shows themself by using it.
    await expect(renew(stolen.refreshToken)).rejects.toMatchObject(refused)
    await expect(renew(mine.refreshToken)).rejects.toMatchObject(refused)
  })

  test('is not taken again later', async () => {
    const { refreshToken } = await enter()
    await renew(refreshToken)
    minutes(0.6)
    await expect(renew(refreshToken)).rejects.toMatchObject(refused)
  })

  test('in a race leaves one line', async () => {
    const { refreshToken } = await enter()
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => renew(refreshToken)))
    const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    expect(given.length).toBeGreaterThan(0)
    const { rows } = await owner.query(
      `select count(*)::int from refresh_token r join session s on s.id = r.session_id
        where s.account_id = $1 and r.used_at is null and r.parent_hash is not null group by s.id`,
      [kwame.accountId],
    )
    expect(rows.every(({ count }) => count === 1)).toBe(true)
    const works = await Promise.all(
      given.map(({ refreshToken: next }) =>
        renew(next).then(
          () => 1,
          () => 0,
        ),
      ),
    )
    expect(works.reduce((sum: number, one) => sum + one, 0)).toBeLessThanOrEqual(1)
  })
})

describe('a key', () => {
  const make = async (scopes: string[], days: 30 | 90 | 365 = 30) =>
    createKey.call(services, await as('cell-leader'), { name: 'Sunday script', scopes: scopes as never, days })
  const callerOf = async (key: string): Promise<Caller> => {
    const who = await clients.authenticate(key)
    return { principal: who!.principal, scopes: who!.scopes, request: { id: newId() } }
  }
  const member = () => getPerson.call(services, nobody(), { id: kwame.personId })

  test('is shown once, kept as a hash, listed, mailed and noted', async () => {
    const { id, key } = await make(['members:read'])
    expect(key).toMatch(/^mms_key_[0-9A-Za-z]{49}$/)
    const stored = await owner.query('select * from api_key where id = $1', [id])
    expect(JSON.stringify(stored.rows)).not.toContain(key)
    expect((await traces(owner, 'clients.create-key')).at(-1)).toMatchObject({ actor_account_id: kwame.accountId })
    expect(JSON.stringify(await traces(owner, 'clients.create-key'))).not.toContain(key)
    const mine = await keys.call(services, await as('cell-leader'), {})
    expect(mine[0]).toMatchObject({ id, name: 'Sunday script', hint: key.slice(-4), state: 'active', lastUsedAt: null })
    expect(await keys.call(services, await as('campus-leader'), {})).toEqual([])
    const mails = await owner.query(`select text from outgoing_mail where template = 'api-key-created'`)
    expect(mails.rows.at(-1).text).toContain('Sunday script')
    await clients.authenticate(key)
    expect((await keys.call(services, await as('cell-leader'), {}))[0]!.lastUsedAt).toEqual(start)
    await expect(member()).rejects.toMatchObject({ kind: 'NotSignedIn' })
  })

  test('narrows what its owner may do', async () => {
    const reader = await callerOf((await make(['members:read'])).key)
    await getPerson.call(services, reader, { id: kwame.personId })
    const someone = {
      name: 'Test Person',
      home: { nodeId: story.nodes.mustardSeed.id, state: 'visitor' as const, joinedOn: '2026-11-01' },
      force: true,
    }
    await expect(createPerson.call(services, reader, someone)).rejects.toMatchObject({ kind: 'NotAllowed' })
    const writer = await callerOf((await make(['members:write'])).key)
    await createPerson.call(services, writer, someone)
    const other = await callerOf((await make(['events:write'])).key)
    const { personId } = story.accounts['small-group-member']
    await getPerson.call(services, reader, { id: personId })
    await expect(getPerson.call(services, other, { id: personId })).rejects.toMatchObject({ kind: 'NotFound' })
  })

  test('is made only by somebody who proved just now who they are', async () => {
    const somebody = await as('cell-leader')
    const stale = {
      ...somebody,
      session: { id: 'old', provenAt: new Date(start.getTime() - 600_001), secondFactor: false },
    }
    const more = createKey.call(services, stale, { name: 'more', scopes: ['members:read'], days: 30 })
    await expect(more).rejects.toMatchObject({ kind: 'NotAllowed', code: 'accounts.prove.needed' })
  })

  test('makes no further keys', async () => {
    const all = await callerOf((await make([...keyScopes])).key)
    const sitting = { ...all, session: (await as('cell-leader')).session }
    const more = createKey.call(services, sitting, { name: 'more', scopes: ['members:read'], days: 30 })
    await expect(more).rejects.toMatchObject({ kind: 'NotAllowed', code: undefined })
  })

  test('ends by its day, by hand, and with the account', async () => {
    const { id, key } = await make(['members:read'])
    const lasting = await make(['members:read'], 90)
    clock.set(new Date(start.getTime() + 30 * 86_400_000).toISOString())
    expect(await clients.authenticate(key)).toBeNull()
    expect(await clients.authenticate(lasting.key)).not.toBeNull()
    minutes(0)
    await expect(revokeKey.call(services, await as('campus-leader'), { id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    expect(await clients.authenticate(key)).not.toBeNull()
    await revokeKey.call(services, await as('cell-leader'), { id })
    expect(await clients.authenticate(key)).toBeNull()
    await deactivate.call(services, await as('national-director'), { id: kwame.accountId })
    expect(await clients.authenticate(lasting.key)).toBeNull()
    // Who is let in again makes new ones: what was lost with the account isn't found again with it.
    await reactivate.call(services, await as('national-director'), { id: kwame.accountId })
    expect(await clients.authenticate(lasting.key)).toBeNull()
    expect((await keys.call(services, await as('cell-leader'), {})).map(({ state }) => state)).not.toContain('active')
  })
})
