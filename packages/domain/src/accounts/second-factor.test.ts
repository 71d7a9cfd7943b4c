import { totpCode, totpStep } from '@ministry/auth'
import { story } from '@ministry/seed'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { beginTotp } from './begin-totp.ts'
import { begunTotp } from './begun-totp.ts'
import { changePassword } from './change-password.ts'
import { confirmSignIn } from './confirm-sign-in.ts'
import { confirmTotp } from './confirm-totp.ts'
import { me } from './me.ts'
import { makeRecoveryCodes } from './new-recovery-codes.ts'
import { prove } from './prove.ts'
import { removeTotp } from './remove-totp.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { secondFactor } from './second-factor.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { mailsTo, nobody, traces } from './testing/traces.ts'

const { services, owner, clock, callerOf, as } = await createWorld()
const { sessions, passwords } = services.auth
const faith = story.accounts['campus-administrator']
const password = 'purple river window'
beforeAll(async () => {
  await owner.query(`update account set password_hash = $1`, [await passwords.hash(password)])
})
beforeEach(async () => {
  services.secondFactor = 'asked'
  await owner.query(
    'truncate throttle, totp_factor, recovery_code, passkey, sign_in_step, session, known_device cascade',
  )
})

const later = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))
const codeOf = (secret: string, steps = 0) => totpCode(secret, new Date(clock.now().getTime() + steps * 30_000))
/** Sets up an app for the account, and goes on to the next step, so that its code is free. */
async function enrol(accountId = faith.accountId) {
  const caller = await callerOf(accountId)
  const { secret } = await beginTotp.call(services, caller, {})
  const { recoveryCodes, session } = await confirmTotp.call(services, caller, { code: codeOf(secret) })
  later(30)
  return { secret, recoveryCodes, session, caller }
}
const begin = (secret = password) => signIn.call(services, nobody(), { login: faith.username, password: secret })
const confirm = (token: string, code: string, more = {}) =>
  confirmSignIn.call(services, nobody(), { token, code, ...more })
const broken = (code: string) => ({ kind: 'RuleBroken', code })

describe('an authenticator app', () => {
  test('is set up by a code of it, ends all sessions, opens one, and mails', async () => {
    const open = await begin()
    const caller = await callerOf(faith.accountId)
    const { secret, address } = await beginTotp.call(services, caller, {})
    expect(await begunTotp.call(services, caller, {})).toEqual({ secret, address })
    expect(address).toContain(encodeURIComponent(faith.email))
    await expect(confirmTotp.call(services, caller, { code: '000000' })).rejects.toMatchObject(
      broken('accounts.confirm-totp.wrong-code'),
    )
    const { session, recoveryCodes } = await confirmTotp.call(services, caller, { code: codeOf(secret) })
    expect(recoveryCodes).toHaveLength(10)
    expect(await sessions.authenticate(open.token)).toBeNull()
    expect(await sessions.authenticate(session.token)).toMatchObject({ secondFactor: true })
    expect((await mailsTo(owner, faith.email)).at(-1)).toMatchObject({ template: 'account-safety' })
    expect((await traces(owner, 'accounts.confirm-totp')).at(-1)).toMatchObject({
      actor_account_id: faith.accountId,
      after: { secondFactor: 'totp' },
    })
    expect(await begunTotp.call(services, caller, {})).toBeNull()
    expect(await secondFactor.call(services, caller, {})).toMatchObject({
      recoveryCodesLeft: 10,
      asked: true,
      required: false,
    })
    const { rows } = await owner.query(
      `select f::text as all from totp_factor f union all select r::text from recovery_code r`,
    )
    const stored = JSON.stringify(rows)
    for (const shown of [secret, ...recoveryCodes]) expect(stored).not.toContain(shown)
    expect(stored).not.toContain(Buffer.from(secret).toString('hex'))
  })

  test('isn’t confirmed where none was begun; another one takes the place of the first only then', async () => {
    const caller = await callerOf(faith.accountId)
    await expect(confirmTotp.call(services, caller, { code: '123456' })).rejects.toMatchObject(
      broken('accounts.confirm-totp.not-begun'),
    )
    const first = await enrol()
    const { secret } = await beginTotp.call(services, caller, {})
    const step = await begin()
    await confirm(step.token, codeOf(first.secret))
    later(30)
    await confirmTotp.call(services, caller, { code: codeOf(secret) })
    later(30)
    await expect(confirm((await begin()).token, codeOf(first.secret))).rejects.toMatchObject(
      broken('accounts.confirm-sign-in.wrong-code'),
    )
    await confirm((await begin()).token, codeOf(secret))
  })

  test('its secret can’t be read by the application', async () => {
    await enrol()
    await expect(
      services.db.transaction({ scope: {}, accountId: faith.accountId }, {}, (tx) =>
        tx.client.query('select secret from totp_factor'),
      ),
    ).rejects.toThrow(/permission denied/)
  })
})

describe('signing in', () => {
  test('opens nothing by the password alone, and all with a code, once', async () => {
    const { secret } = await enrol()
    const step = await begin()
    expect(step.step).toBe('second-factor')
    expect(await sessions.authenticate(step.token)).toBeNull()
    const code = codeOf(secret)
    const session = await confirm(step.token, ` ${code.slice(0, 3)} ${code.slice(3)} `)
    expect(await sessions.authenticate(session.token)).toMatchObject({ account: { id: faith.accountId } })
    await expect(confirm(step.token, code)).rejects.toMatchObject(broken('accounts.confirm-sign-in.not-open'))
    const again = await begin()
    await expect(confirm(again.token, code)).rejects.toMatchObject(broken('accounts.confirm-sign-in.wrong-code'))
    const { rows } = await owner.query(`select outcome from sign_in_event where account_id = $1 order by at, id`, [
      faith.accountId,
    ])
    const outcomes = rows.map(({ outcome }) => outcome as string)
    expect(outcomes.filter((outcome) => outcome === 'code-asked').length).toBeGreaterThanOrEqual(2)
    expect(outcomes).toContain('wrong-code')
    expect((await traces(owner, 'accounts.confirm-sign-in')).map(({ actor_account_id }) => actor_account_id)).toContain(
      faith.accountId,
    )
  })

  test('a code is taken once, however many bring it at the same instant', async () => {
    const { secret } = await enrol()
    const steps = await Promise.all([begin(), begin(), begin()])
    const code = codeOf(secret)
    const done = await Promise.allSettled(steps.map(({ token }) => confirm(token, code)))
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('an older code than the last one is taken no more', async () => {
    const { secret } = await enrol()
    const [before, now] = [codeOf(secret, 0), codeOf(secret, 1)]
    await confirm((await begin()).token, now)
    await expect(confirm((await begin()).token, before)).rejects.toMatchObject(
      broken('accounts.confirm-sign-in.wrong-code'),
    )
    expect(totpStep(secret, before, clock.now())).not.toBeNull()
  })

  test('a recovery code opens once, and mails', async () => {
    const { recoveryCodes } = await enrol()
    await confirm((await begin()).token, recoveryCodes[3]!.toLowerCase())
    expect((await mailsTo(owner, faith.email)).at(-1)!.text).toContain('recovery codes')
    await expect(confirm((await begin()).token, recoveryCodes[3]!)).rejects.toMatchObject(
      broken('accounts.confirm-sign-in.wrong-code'),
    )
    expect(await secondFactor.call(services, await callerOf(faith.accountId), {})).toMatchObject({
      recoveryCodesLeft: 9,
    })
  })

  test('five tries, ten minutes, and ten codes a quarter of an hour', async () => {
    const { secret } = await enrol()
    const step = await begin()
    for (let i = 0; i < 5; i++)
      await expect(confirm(step.token, '000000')).rejects.toMatchObject(broken('accounts.confirm-sign-in.wrong-code'))
    await expect(confirm(step.token, codeOf(secret))).rejects.toMatchObject(broken('accounts.confirm-sign-in.not-open'))
    const late = await begin()
    later(600)
    await expect(confirm(late.token, codeOf(secret))).rejects.toMatchObject(broken('accounts.confirm-sign-in.not-open'))
    const other = await begin()
    for (let i = 0; i < 4; i++) await confirm(other.token, '000000').catch(() => null)
    const last = await begin()
    await expect(confirm(last.token, codeOf(secret))).rejects.toMatchObject({
      code: 'accounts.confirm-sign-in.too-often',
    })
  })

  test('what waits for a code ends with the password', async () => {
    const { secret } = await enrol()
    const step = await begin()
    await changePassword.call(services, await callerOf(faith.accountId), {
      current: password,
      password: 'violet kettle orbit',
    })
    await expect(confirm(step.token, codeOf(secret))).rejects.toMatchObject(broken('accounts.confirm-sign-in.not-open'))
    await owner.query(`update account set password_hash = $1`, [await passwords.hash(password)])
  })
})

describe('a new device', () => {
  const on = async (device?: string) => {
    const before = (await mailsTo(owner, faith.email)).length
    await signIn.call(services, nobody(), { login: faith.username, password, device })
    return (await mailsTo(owner, faith.email)).slice(before).map(({ template }) => template)
  }
  test('is told of by mail, but for the first, and known again; one that says nothing is always new', async () => {
    expect(await on()).toEqual([])
    expect(await on('kitchen')).toEqual([])
    expect(await on('kitchen')).toEqual([])
    expect(await on('library')).toEqual(['account-safety'])
    expect(await on('library')).toEqual([])
    expect(await on()).toEqual(['account-safety'])
    expect(JSON.stringify((await owner.query('select * from known_device')).rows)).not.toMatch(/kitchen|library/)
  })
})

describe('a dangerous act', () => {
  test('asks for a fresh proof, which a session gets with another identifier', async () => {
    const { token } = await begin()
    later(601)
    const who = (await sessions.authenticate(token))!
    const caller = (at: typeof who): Caller => ({
      ...nobody(),
      principal: at.principal,
      session: { ...at.session, secondFactor: false },
    })
    await expect(beginTotp.call(services, caller(who), {})).rejects.toMatchObject({
      ...{ kind: 'NotAllowed', code: 'accounts.prove.needed' },
    })
    await expect(prove.call(services, caller(who), { password: 'wrong' })).rejects.toMatchObject(
      broken('accounts.prove.refused'),
    )
    const session = await prove.call(services, caller(who), { password })
    expect(await sessions.authenticate(token)).toBeNull()
    await beginTotp.call(services, caller((await sessions.authenticate(session.token))!), {})
  })

  test('with an app, the proof asks for a code, too', async () => {
    const { secret, session } = await enrol()
    const { session: held } = (await sessions.authenticate(session.token))!
    const somebody = await callerOf(faith.accountId)
    const caller = { ...somebody, session: { ...held, secondFactor: true } }
    for (const code of [undefined, '000000'])
      await expect(prove.call(services, caller, { password, code })).rejects.toMatchObject(
        broken('accounts.prove.refused'),
      )
    const { rows } = await owner.query(
      `select outcome from sign_in_event where account_id = $1 order by id desc limit 2`,
      [faith.accountId],
    )
    expect(rows).toEqual([{ outcome: 'wrong-code' }, { outcome: 'wrong-code' }])
    await prove.call(services, caller, { password, code: codeOf(secret) })
    // The session that it was proven at has another identifier now; the one of before proves nothing more.
    later(30)
    await expect(prove.call(services, caller, { password, code: codeOf(secret) })).rejects.toMatchObject({
      kind: 'NotSignedIn',
    })
  })

  test('codes tried there count with those of signing in', async () => {
    const { secret, session } = await enrol()
    const caller = {
      ...(await callerOf(faith.accountId)),
      session: (await sessions.authenticate(session.token))!.session,
    }
    const proof = { ...caller, session: { ...caller.session, secondFactor: true } }
    for (let i = 0; i < 5; i++)
      await expect(prove.call(services, proof, { password, code: '000000' })).rejects.toMatchObject({
        kind: 'RuleBroken',
      })
    const step = await begin()
    for (let i = 0; i < 5; i++)
      await expect(confirm(step.token, '000000')).rejects.toMatchObject({ kind: 'RuleBroken' })
    await expect(prove.call(services, proof, { password, code: codeOf(secret) })).rejects.toMatchObject({
      code: 'accounts.prove.too-often',
    })
  })

  test('an account whose second factor is a passkey is not proven by its password alone', async () => {
    await owner.query(
      `insert into passkey (id, account_id, credential_id, public_key, counter, name, created_at) values (gen_random_uuid(), $1, 'x', '', 0, 'Phone', now())`,
      [faith.accountId],
    )
    const session = await services.authDb.transaction({ scope: {} }, {}, (tx) => sessions.open(tx, faith.accountId, {}))
    const caller = {
      ...(await callerOf(faith.accountId)),
      session: (await sessions.authenticate(session.token))!.session,
    }
    const proof = { ...caller, session: { ...caller.session, secondFactor: true } }
    await expect(prove.call(services, proof, { password })).rejects.toMatchObject(broken('accounts.prove.refused'))
  })

  test('no session, no proof', async () => {
    const { session: _none, ...caller } = await callerOf(faith.accountId)
    for (const act of [beginTotp, begunTotp, removeTotp, makeRecoveryCodes])
      await expect(act.call(services, caller, {})).rejects.toMatchObject({ code: 'accounts.prove.needed' })
    await expect(prove.call(services, caller, { password })).rejects.toMatchObject({ code: 'accounts.prove.needed' })
  })
})

test('recovery codes made anew replace the old ones', async () => {
  const { recoveryCodes, caller } = await enrol()
  const made = await makeRecoveryCodes.call(services, caller, {})
  await expect(confirm((await begin()).token, recoveryCodes[0]!)).rejects.toMatchObject(
    broken('accounts.confirm-sign-in.wrong-code'),
  )
  await confirm((await begin()).token, made.recoveryCodes[0]!)
  await removeTotp.call(services, caller, {})
  await expect(makeRecoveryCodes.call(services, caller, {})).rejects.toMatchObject(
    broken('accounts.new-recovery-codes.no-factor'),
  )
})

describe('removing it', () => {
  test('leaves the password alone, mails, and takes the recovery codes along', async () => {
    const { caller } = await enrol()
    await removeTotp.call(services, caller, {})
    expect((await begin()).step).toBe('signed-in')
    expect((await owner.query('select from recovery_code')).rowCount).toBe(0)
    expect((await mailsTo(owner, faith.email)).map(({ text }) => text).join()).toContain('removed from your account')
    await expect(removeTotp.call(services, caller, {})).rejects.toMatchObject(broken('accounts.remove-totp.none'))
  })

  test('not where the role needs it, nor where the password is too short to stand alone', async () => {
    const { caller } = await enrol()
    services.secondFactor = 'required'
    const proven: Caller = { ...caller, session: { id: 's', provenAt: clock.now(), secondFactor: true } }
    await expect(removeTotp.call(services, proven, {})).rejects.toMatchObject(broken('accounts.remove-totp.required'))
    services.secondFactor = 'asked'
    await changePassword.call(services, caller, { current: password, password: 'mvq zebu' })
    await expect(removeTotp.call(services, caller, {})).rejects.toMatchObject(
      broken('accounts.remove-totp.short-password'),
    )
    expect((await begin('mvq zebu')).step).toBe('second-factor')
    const director = await as('regional-director')
    await resetSecondFactor.call(services, director, { id: faith.accountId, reason: 'lost the phone' })
    await expect(begin('mvq zebu')).rejects.toMatchObject(broken('accounts.sign-in.too-short'))
    await owner.query(`update account set password_hash = $1, short_password = false`, [await passwords.hash(password)])
  })

  test('a short password isn’t taken without it', async () => {
    await expect(
      changePassword.call(services, await callerOf(faith.accountId), { current: password, password: 'mvq zebu' }),
    ).rejects.toMatchObject(broken('accounts.password.too-short'))
  })
})

describe('a reset', () => {
  test('by whoever answers for the account: sessions end, a mail tells, the audit says why', async () => {
    const { session } = await enrol()
    const director = await as('regional-director')
    await resetSecondFactor.call(services, director, { id: faith.accountId, reason: 'lost the phone' })
    expect(await sessions.authenticate(session.token)).toBeNull()
    expect((await begin()).step).toBe('signed-in')
    expect((await mailsTo(owner, faith.email)).at(-1)!.text).toContain('took its second factor away')
    expect((await traces(owner, 'accounts.reset-second-factor')).at(-1)).toMatchObject({
      actor_account_id: story.accounts['regional-director'].accountId,
      subject_id: faith.accountId,
      reason: 'lost the phone',
    })
    await expect(resetSecondFactor.call(services, director, { id: faith.accountId })).rejects.toMatchObject(
      broken('accounts.reset-second-factor.none'),
    )
  })

  test('never one’s own, and not by equals or strangers', async () => {
    await enrol()
    const reset = async (by: Caller) => resetSecondFactor.call(services, by, { id: faith.accountId })
    await expect(reset(await callerOf(faith.accountId))).rejects.toMatchObject({
      code: 'accounts.reset-second-factor.oneself',
    })
    await expect(reset(await as('cell-leader'))).rejects.toMatchObject({ kind: 'NotFound' })
    const { session: _none, ...unproven } = await as('regional-director')
    await expect(reset(unproven)).rejects.toMatchObject({ code: 'accounts.prove.needed' })
    expect((await begin()).step).toBe('second-factor')
  })
})

describe('where roles need it', () => {
  beforeEach(() => void (services.secondFactor = 'required'))
  const missing = { kind: 'NotAllowed', code: 'accounts.second-factor.missing' }
  test.each(['national-director', 'finance-director', 'regional-administrator', 'campus-administrator'] as const)(
    '%s reaches only how to set it up, and the way out',
    async (role) => {
      const caller = await as(role)
      await expect(me.call(services, caller, {})).rejects.toMatchObject(missing)
      expect(await secondFactor.call(services, caller, {})).toMatchObject({ required: true })
      await signOut.call(services, caller, { sessionId: 'none' })
      const { session } = await enrol(caller.principal!.accountId)
      const who = (await sessions.authenticate(session.token))!
      await me.call(services, { ...caller, session: { ...who.session, secondFactor: who.secondFactor } }, {})
    },
  )
  test.each(['cell-leader', 'campus-leader', 'regional-director'] as const)('%s goes on without', async (role) => {
    await me.call(services, await as(role), {})
  })
})

describe('while the password is changed', () => {
  test('a sign-in with the old one waits for the end, and is refused', async () => {
    const end = await services.authDb.transaction({ scope: {} }, {}, async (tx) => {
      await tx.client.query(`update account set password_hash = 'another' where id = $1`, [faith.accountId])
      await sessions.endAll(tx, faith.accountId)
      const early = begin().then(
        () => 'signed in',
        (error: { code?: string }) => error.code,
      )
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { early }
    })
    expect(await end.early).toBe('accounts.sign-in.refused')
    const { rows } = await owner.query('select from session where account_id = $1', [faith.accountId])
    expect(rows).toHaveLength(0)
    await owner.query(`update account set password_hash = $1`, [await passwords.hash(password)])
  })
})
