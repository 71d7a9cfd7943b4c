import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { changePassword } from './change-password.ts'
import { passwordReset } from './password-reset.ts'
import { requestReset } from './request-reset.ts'
import { resetPassword } from './reset-password.ts'
import { signIn } from './sign-in.ts'
import { mailsTo, nobody, traces } from './testing/traces.ts'

const { services, owner, clock, as } = await createWorld()
const { sessions, passwords } = services.auth
const kwame = story.accounts['cell-leader']
const [old, fresh] = ['purple river window', 'quiet orange mountain']
const start = clock.now()
beforeEach(async () => {
  clock.set(start)
  await owner.query('truncate throttle, outgoing_mail, password_reset, session, audit_entry cascade')
  await owner.query('update account set password_hash = $1', [await passwords.hash(old)])
})
const ask = (login: string, address?: string) => requestReset.call(services, nobody(address), { login })
const reset = (token: string, password = fresh) => resetPassword.call(services, nobody(), { token, password })
const enter = (password: string) => signIn.call(services, nobody(), { login: kwame.username, password })
const open = async (token: string) => (await passwordReset.call(services, nobody(), { token })).open
async function link() {
  await ask(kwame.username)
  return (await mailsTo(owner, kwame.email)).at(-1)!.token
}
const notOpen = { kind: 'RuleBroken', code: 'accounts.reset-password.not-open' }

describe('asking for a link', () => {
  test.each([kwame.username, kwame.email, ` ${kwame.email.toUpperCase()} `])(
    'by %j mails it to the owner',
    async (login) => {
      expect(await ask(login)).toEqual({})
      const [mail] = await mailsTo(owner, kwame.email)
      expect(mail).toMatchObject({ template: 'password-reset', scope_ids: story.nodes.mustardSeed.scopeIds })
      expect(JSON.stringify((await owner.query('select * from password_reset')).rows)).not.toContain(mail!.token)
      expect(await traces(owner, 'accounts.request-reset')).toMatchObject([
        { actor_account_id: null, subject_id: kwame.accountId },
      ])
    },
  )

  test.each(['nobody-at-all', 'nobody@example.org', story.furtherAccounts.deactivated.username])(
    'for %s answers the same and writes nothing',
    async (login) => {
      expect(await ask(login)).toEqual({})
      for (const table of ['outgoing_mail', 'password_reset', 'audit_entry'])
        expect((await owner.query(`select from ${table}`)).rowCount, table).toBe(0)
    },
  )

  test('the fourth time within an hour sends no fourth mail, without a word', async () => {
    for (let i = 0; i < 5; i++) expect(await ask(kwame.username, `192.0.2.${i}`)).toEqual({})
    expect(await mailsTo(owner, kwame.email)).toHaveLength(3)
  })

  test('username and address are one and the same account', async () => {
    for (const login of [kwame.username, kwame.email, kwame.username, kwame.email]) await ask(login)
    expect(await mailsTo(owner, kwame.email)).toHaveLength(3)
  })

  test('is limited by address, whether the accounts exist or not', async () => {
    await owner.query(`truncate throttle`)
    services.auth.work.redeem = (solution) => Promise.resolve(solution === 'done')
    const asking = (i: number, work?: string) => requestReset.call(services, nobody(), { login: `guess-${i}`, work })
    const tries = await Promise.allSettled(Array.from({ length: 32 }, (_, i) => asking(i, 'done')))
    const refused = tries.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(2)
    // Who does no work for it, as without JavaScript, may ask five times.
    const plain = await Promise.allSettled(Array.from({ length: 7 }, (_, i) => asking(i)))
    expect(plain.filter((one) => one.status === 'rejected')).toHaveLength(2)
    for (const { reason } of refused)
      expect(reason).toMatchObject({
        kind: 'LimitReached',
        code: 'accounts.request-reset.too-often',
        values: { retryAfter: expect.any(Number) },
      })
  })

  test('takes its time in any case', async () => {
    // The work of both is done within the same wait, which is what the answer's time shows.
    const timeOf = async (login: string) => {
      const begun = performance.now()
      await ask(login)
      return performance.now() - begun
    }
    for (const login of [kwame.username, 'nobody-at-all']) expect(await timeOf(login)).toBeGreaterThanOrEqual(295)
  })
})

describe('the link', () => {
  test('sets the password once, ends all sessions and tells the owner', async () => {
    const { token: session } = await enter(old)
    const token = await link()
    const another = await link()
    expect([await open(token), await open(another)]).toEqual([true, true])
    expect(await reset(token)).toEqual({})
    expect([await open(token), await open(another)]).toEqual([false, false])
    expect(await sessions.authenticate(session)).toBeNull()
    await expect(enter(old)).rejects.toMatchObject({ code: 'accounts.sign-in.refused' })
    await enter(fresh)
    await expect(reset(token, 'another good password')).rejects.toMatchObject(notOpen)
    await expect(reset(another, 'another good password')).rejects.toMatchObject(notOpen)
    expect((await mailsTo(owner, kwame.email)).map(({ template }) => template)).toContain('password-changed')
    expect(await traces(owner, 'accounts.reset-password')).toMatchObject([
      { actor_account_id: kwame.accountId, after: { passwordChanged: true, endedSessions: 1 } },
    ])
  })

  test('works for one of many at the same instant', async () => {
    const token = await link()
    const tries = await Promise.allSettled(Array.from({ length: 6 }, (_, i) => reset(token, `${fresh} ${i}`)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('two of one account at the same instant: one works, and the other is used up with it', async () => {
    for (let round = 0; round < 3; round++) {
      await owner.query('truncate throttle')
      const tokens: string[] = []
      for (let i = 0; i < 3; i++) {
        clock.set(new Date(clock.now().getTime() + 1000)) // so that the latest mail is the last
        tokens.push(await link())
      }
      const tries = await Promise.allSettled(tokens.map((token, i) => reset(token, `${fresh} ${round} ${i}`)))
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject(notOpen)
    }
  })

  test.each([
    ['after an hour', () => Promise.resolve(clock.set(new Date(start.getTime() + 3_600_000)))],
    [
      'of a deactivated account',
      () => owner.query('update account set deactivated_at = now() where id = $1', [kwame.accountId]),
    ],
  ])('does not work %s', async (_what, change) => {
    const token = await link()
    await change()
    expect(await open(token)).toBe(false)
    await expect(reset(token)).rejects.toMatchObject(notOpen)
    await owner.query('update account set deactivated_at = null where id = $1', [kwame.accountId])
  })

  test('outlives a password that is refused', async () => {
    const token = await link()
    await expect(reset(token, 'password1234')).rejects.toMatchObject({ code: 'accounts.password.common' })
    await expect(reset(token, `${kwame.username} 1234567`)).rejects.toMatchObject({
      code: 'accounts.password.personal',
    })
    await reset(token)
  })

  test('made up does nothing', async () => {
    expect(await open('made-up')).toBe(false)
    await expect(reset('made-up')).rejects.toMatchObject(notOpen)
  })
})

describe('changing one’s own password', () => {
  const change = async (current: string, password = fresh) =>
    changePassword.call(services, await as('cell-leader'), { current, password })

  test('asks for the present one, ends all sessions and begins anew here', async () => {
    const { token } = await enter(old)
    const session = await change(old)
    expect(await sessions.authenticate(token)).toBeNull()
    expect(await sessions.authenticate(session.token)).toMatchObject({ account: { id: kwame.accountId } })
    await enter(fresh)
    expect((await mailsTo(owner, kwame.email)).map(({ template }) => template)).toEqual(['password-changed'])
    expect(await traces(owner, 'accounts.change-password')).toMatchObject([{ actor_account_id: kwame.accountId }])
  })

  test('silences the links that were mailed before', async () => {
    const token = await link()
    await change(old)
    await expect(reset(token, 'another good password')).rejects.toMatchObject(notOpen)
  })

  test('refuses a wrong present one, and more than ten of them', async () => {
    for (let i = 0; i < 10; i++)
      await expect(change('wrong password!')).rejects.toMatchObject({ code: 'accounts.change-password.wrong-password' })
    await expect(change(old)).rejects.toMatchObject({
      kind: 'LimitReached',
      code: 'accounts.change-password.too-often',
    })
    await enter(old)
  })

  test('refuses a weak new one', async () => {
    await expect(change(old, 'qwertyuiop12')).rejects.toMatchObject({ code: 'accounts.password.common' })
  })

  test('is for whoever is signed in', async () => {
    await expect(changePassword.call(services, nobody(), { current: old, password: fresh })).rejects.toMatchObject({
      kind: 'NotSignedIn',
    })
  })
})
