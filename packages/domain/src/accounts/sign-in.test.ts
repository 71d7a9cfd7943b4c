import { story } from '@ministry/seed'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { signIn } from './sign-in.ts'
import { nobody, traces } from './testing/traces.ts'

const { services, owner, clock } = await createWorld()
const { sessions, passwords } = services.auth
const faith = story.accounts['campus-administrator']
const password = 'purple river window'
beforeAll(async () => {
  await owner.query(`update account set password_hash = $1`, [await passwords.hash(password)])
})
beforeEach(() => owner.query('truncate throttle'))
/** Work that was done; `auth` tells what counts as done. */
const work = 'done'
services.auth.work.redeem = (solution) => Promise.resolve(solution === work)
/** A second later: what is noted first stands first. */
const enter = (login: string, secret = password, more = {}, caller = nobody()) => {
  clock.set(new Date(clock.now().getTime() + 1000))
  return signIn.call(services, caller, { login, password: secret, ...more })
}
const refused = {
  kind: 'RuleBroken',
  code: 'accounts.sign-in.refused',
  message: 'Rule broken: accounts.sign-in.refused.',
}

test.each([
  ['the username', faith.username],
  ['the e-mail address', faith.email],
  ['either in other letters', faith.username.toUpperCase()],
  ['either with spaces around', ` ${faith.email.toUpperCase()} `],
])('%s signs in', async (_what, login) => {
  const { token, endsAt } = await enter(login)
  expect(endsAt.getTime() - clock.now().getTime()).toBe(90 * 86_400_000)
  expect(await sessions.authenticate(token)).toMatchObject({
    account: { id: faith.accountId },
    principal: { personId: faith.personId },
  })
})

test('leaves a line in the log and in the audit, as whoever signed in', async () => {
  await enter(faith.username, password, {}, nobody('198.51.100.7'))
  const { rows } = await owner.query(
    `select outcome, address, device, scope_ids from sign_in_event where account_id = $1 order by at desc limit 1`,
    [faith.accountId],
  )
  expect(rows[0]).toMatchObject({ outcome: 'signed-in', address: '198.51.100.7', device: 'Firefox' })
  expect(rows[0].scope_ids).toContain(story.nodes.kilima.id)
  const trace = (await traces(owner, 'accounts.sign-in')).at(-1)!
  expect(trace).toMatchObject({
    actor_account_id: faith.accountId,
    subject_id: faith.accountId,
    after: { outcome: 'signed-in' },
  })
  expect(trace.scope_ids).toContain(story.nodes.kilima.id)
})

describe('whoever may not, learns nothing', () => {
  test.each([
    ['a wrong password', faith.username, 'purple river door', 'wrong-password'],
    ['an unknown username', 'nobody-at-all', password, 'unknown-login'],
    ['an unknown address', 'nobody@example.org', password, 'unknown-login'],
    ['a deactivated account', story.furtherAccounts.deactivated.username, password, 'deactivated'],
    ['SQL', "' or 1=1 --", password, 'unknown-login'],
  ])('%s', async (_what, login, secret, outcome) => {
    const { rows: before } = await owner.query(`select count(*)::int from session`)
    await expect(enter(login, secret)).rejects.toMatchObject(refused)
    const { rows } = await owner.query(`select outcome from sign_in_event order by at desc limit 1`)
    expect(rows).toEqual([{ outcome }])
    expect((await traces(owner, 'accounts.sign-in')).at(-1)).toMatchObject({
      actor_account_id: null,
      after: { outcome },
    })
    expect((await owner.query(`select count(*)::int from session`)).rows).toEqual(before)
  })

  test('asks the database alike, whether there is such an account', async () => {
    const asked = async (login: string) => {
      const before = services.authDb.statements()
      await expect(enter(login, 'purple river door')).rejects.toMatchObject(refused)
      return services.authDb.statements() - before
    }
    await asked(faith.username)
    const [known, unknown, off] = [
      await asked(faith.username),
      await asked('nobody-at-all'),
      await asked(story.furtherAccounts.deactivated.username),
    ]
    expect([unknown, off]).toEqual([known, known])
  })

  test('compares a password in every case', async () => {
    const asked: (string | null)[] = []
    const verify = passwords.verify
    passwords.verify = (secret, hash) => (asked.push(hash), verify(secret, hash))
    for (const login of [faith.username, 'nobody-at-all', story.furtherAccounts.deactivated.username])
      await expect(enter(login, 'purple river door')).rejects.toMatchObject(refused)
    passwords.verify = verify
    expect(asked.map((hash) => hash === null)).toEqual([false, true, false])
  })
})

describe('too many attempts', () => {
  test('are refused alike whether there is such an account, and a right password then helps no more', async () => {
    for (const login of [faith.username, 'nobody-at-all']) {
      for (let i = 0; i < 10; i++) await expect(enter(login, 'wrong', { work })).rejects.toMatchObject(refused)
      await expect(enter(login, password, { work })).rejects.toMatchObject({
        kind: 'LimitReached',
        code: 'accounts.sign-in.too-often',
      })
    }
    await enter(faith.username, password, {}, nobody('192.0.2.200'))
  })

  test('are not what good ones count as', async () => {
    for (let i = 0; i < 12; i++) await enter(faith.username)
  })

  test('from one address stop all logins from there', async () => {
    for (let i = 0; i < 100; i++) await enter(`guess-${i}`, 'wrong', { work }).catch(() => null)
    await expect(enter(faith.username, password, { work })).rejects.toMatchObject({
      code: 'accounts.sign-in.too-often',
    })
  })

  const needed = { kind: 'LimitReached', code: 'accounts.sign-in.work-needed' }
  const failing = async (login: string, times: number, caller?: Caller) => {
    for (let i = 0; i < times; i++) await expect(enter(login, 'wrong', {}, caller)).rejects.toMatchObject(refused)
  }

  test.each([faith.username, 'nobody-at-all'])('of %s cost work from the sixth on, or are few', async (login) => {
    await failing(login, 5)
    await expect(enter(login, 'wrong', { work })).rejects.toMatchObject(refused)
    // Without JavaScript there are three more in a quarter of an hour.
    await failing(login, 3)
    await expect(enter(login, 'wrong')).rejects.toMatchObject(needed)
    await expect(enter(login, 'wrong', { work: 'made up' })).rejects.toMatchObject(needed)
    await expect(enter(login, 'wrong', { work })).rejects.toMatchObject(refused)
  })

  test('of others from one address cost work there as well, and elsewhere nobody anything', async () => {
    for (let i = 0; i < 8; i++) await failing(`guess-${i}`, 1)
    await expect(enter(faith.username)).rejects.toMatchObject(needed)
    await enter(faith.username, password, { work })
    await enter(faith.username, password, {}, nobody('198.51.100.9'))
  })

  test('of a login from many addresses cost work everywhere', async () => {
    for (let i = 0; i < 5; i++) await failing(faith.username, 1, nobody(`198.51.100.${i}`))
    const caller = nobody('203.0.113.1')
    await failing(faith.username, 3, caller)
    await expect(enter(faith.username, password, {}, caller)).rejects.toMatchObject(needed)
    await enter(faith.username, password, { work }, caller)
  })

  test('that went well leave the few without work as they were', async () => {
    await failing(faith.username, 5)
    for (let i = 0; i < 6; i++) await enter(faith.username)
  })
})

test('ends the session that the browser brought along', async () => {
  const first = await enter(faith.username)
  const other = await enter(faith.username)
  const second = await enter(faith.username, password, { replaces: first.token })
  expect(await sessions.authenticate(first.token)).toBeNull()
  expect(await sessions.authenticate(other.token)).not.toBeNull()
  expect(await sessions.authenticate(second.token)).not.toBeNull()
})

test('whatever else the browser brings along keeps nobody out', async () => {
  for (const replaces of ['', 'made-up', 'x'.repeat(5000)]) await enter(faith.username, password, { replaces })
})

test('a refused sign-in ends nobody’s session', async () => {
  const { token } = await enter(faith.username)
  await expect(enter(faith.username, 'purple river door', { replaces: token })).rejects.toMatchObject(refused)
  expect(await sessions.authenticate(token)).not.toBeNull()
})

test('opens nothing where the password changed while it was compared', async () => {
  const verify = passwords.verify
  passwords.verify = async (secret, hash) => {
    const fits = await verify(secret, hash)
    await owner.query(`update account set password_hash = 'changed' where id = $1`, [faith.accountId])
    return fits
  }
  await expect(enter(faith.username)).rejects.toMatchObject(refused)
  passwords.verify = verify
  await owner.query(`update account set password_hash = $1 where id = $2`, [
    await passwords.hash(password),
    faith.accountId,
  ])
})

test('holds no connection while passwords are compared', async () => {
  let held = 0
  const verify = passwords.verify
  passwords.verify = async (secret, hash) => {
    const { rows } = await owner.query(
      `select count(*)::int from pg_stat_activity where usename like '%_auth' and datname = current_database() and state like 'idle in transaction%'`,
    )
    held = rows[0].count
    return verify(secret, hash)
  }
  await enter(faith.username)
  passwords.verify = verify
  expect(held).toBe(0)
})
