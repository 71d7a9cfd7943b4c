/** Passkeys with a device of our own: made, signed in with, proven by, taken away; and what a thief tries. Source: ACC-4, WebAuthn. */
import { generateKeyPairSync } from 'node:crypto'
import { story } from '@ministry/seed'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { addPasskey } from './add-passkey.ts'
import { askPasskey } from './ask-passkey.ts'
import { beginPasskey } from './begin-passkey.ts'
import { confirmSignIn } from './confirm-sign-in.ts'
import { prove } from './prove.ts'
import { proveWithPasskey } from './prove-with-passkey.ts'
import { removePasskey } from './remove-passkey.ts'
import { secondFactor } from './second-factor.ts'
import { signIn } from './sign-in.ts'
import { signInWithPasskey } from './sign-in-with-passkey.ts'
import { createDevice } from './testing/software-authenticator.ts'
import { mailsTo, nobody, traces } from './testing/traces.ts'

const { services, owner, clock, callerOf } = await createWorld()
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
const refused = { kind: 'RuleBroken', code: 'accounts.sign-in-with-passkey.refused' }
async function enrol(device = createDevice(), accountId = faith.accountId, name = 'Phone') {
  const caller = await callerOf(accountId)
  const { token, options } = await beginPasskey.call(services, caller, {})
  const response = device.create(options.challenge)
  const { recoveryCodes } = await addPasskey.call(services, caller, { token, name, response })
  return { device, caller, recoveryCodes, token, response }
}
const ask = (caller: Caller = nobody()) => askPasskey.call(services, caller, {})
const enter = (token: string, response: unknown, more = {}) =>
  signInWithPasskey.call(services, nobody(), { token, response: response as Record<string, unknown>, ...more })
/** Somebody at a session of their own. */
async function seated(token: string): Promise<Caller> {
  const who = (await sessions.authenticate(token))!
  return { ...nobody(), principal: who.principal, session: { ...who.session, secondFactor: who.secondFactor } }
}

describe('a passkey', () => {
  test('is made by a device, listed by its name, mailed, noted; the first brings recovery codes and ends other sessions', async () => {
    const open = await signIn.call(services, nobody(), { login: faith.username, password })
    const { recoveryCodes, caller } = await enrol()
    expect(recoveryCodes).toHaveLength(10)
    expect(await sessions.authenticate(open.token)).toBeNull()
    const { passkeys, recoveryCodesLeft } = await secondFactor.call(services, caller, {})
    expect(passkeys).toMatchObject([{ name: 'Phone', lastUsedAt: null }])
    expect(recoveryCodesLeft).toBe(10)
    expect((await mailsTo(owner, faith.email)).at(-1)!.text).toContain('passkey was added')
    expect((await traces(owner, 'accounts.add-passkey')).at(-1)).toMatchObject({ actor_account_id: faith.accountId })
    expect((await enrol(createDevice(), faith.accountId, 'Key')).recoveryCodes).toBeNull()
  })

  test('is asked for with what binds it: this site, this account, somebody recognised, none that is there already', async () => {
    await enrol()
    const { options } = await beginPasskey.call(services, await callerOf(faith.accountId), {})
    expect(options).toMatchObject({
      rp: { id: 'ministry.test' },
      user: { name: faith.email },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    expect(options['excludeCredentials']).toHaveLength(1)
  })

  test('is refused from another site, unrecognised, for another challenge, twice, late, or to somebody else', async () => {
    const caller = await callerOf(faith.accountId)
    const add = async (device: ReturnType<typeof createDevice>, challenge?: string) => {
      const { token, options } = await beginPasskey.call(services, caller, {})
      const response = device.create(challenge ?? options.challenge)
      return addPasskey.call(services, caller, { token, name: 'x', response })
    }
    const bad = { code: 'accounts.add-passkey.refused' }
    await expect(add(createDevice({ origin: 'http://evil.test' }))).rejects.toMatchObject(bad)
    await expect(add(createDevice({ rpId: 'evil.test' }))).rejects.toMatchObject(bad)
    await expect(add(createDevice({ recognises: false }))).rejects.toMatchObject(bad)
    await expect(add(createDevice(), 'c29tZXRoaW5nIGVsc2U')).rejects.toMatchObject(bad)
    const { token, response } = await enrol()
    const again = addPasskey.call(services, caller, { token, name: 'x', response })
    await expect(again).rejects.toMatchObject({ code: 'accounts.add-passkey.not-open' })
    const begun = await beginPasskey.call(services, caller, {})
    const made = createDevice().create(begun.options.challenge)
    const other = await callerOf(story.accounts['cell-leader'].accountId)
    const stolen = addPasskey.call(services, other, { token: begun.token, name: 'x', response: made })
    await expect(stolen).rejects.toMatchObject({ code: 'accounts.add-passkey.not-open' })
    later(601)
    const late = addPasskey.call(services, caller, { token: begun.token, name: 'x', response: made })
    await expect(late).rejects.toMatchObject({ code: 'accounts.add-passkey.not-open' })
    expect((await owner.query('select from passkey')).rowCount).toBe(1)
  })

  test('belongs to one account: another doesn’t get it', async () => {
    const device = createDevice()
    await enrol(device)
    await expect(enrol(device, story.accounts['cell-leader'].accountId)).rejects.toMatchObject({
      code: 'accounts.add-passkey.known-already',
    })
  })

  test('asks for a fresh proof before it is made or taken away', async () => {
    const { session: _none, ...caller } = await callerOf(faith.accountId)
    const needed = { code: 'accounts.prove.needed' }
    await expect(beginPasskey.call(services, caller, {})).rejects.toMatchObject(needed)
    await expect(removePasskey.call(services, caller, { id: faith.accountId })).rejects.toMatchObject(needed)
  })
})

describe('signing in', () => {
  test('with a passkey opens a session without password or code, and is written down', async () => {
    const { device } = await enrol()
    const { token, options } = await ask()
    expect(options).toMatchObject({ rpId: 'ministry.test', userVerification: 'required' })
    expect(options['allowCredentials'] ?? []).toEqual([])
    const session = await enter(token, device.sign(options.challenge))
    expect(await sessions.authenticate(session.token)).toMatchObject({
      account: { id: faith.accountId },
      secondFactor: true,
    })
    const { rows } = await owner.query('select counter, last_used_at from passkey')
    expect(rows).toMatchObject([{ counter: '1', last_used_at: clock.now() }])
    expect((await traces(owner, 'accounts.sign-in-with-passkey')).at(-1)).toMatchObject({
      actor_account_id: faith.accountId,
      after: { outcome: 'signed-in', by: 'passkey' },
    })
  })

  test('the password alone then opens nothing; a recovery code does where the device is lost', async () => {
    const { recoveryCodes } = await enrol()
    const step = await signIn.call(services, nobody(), { login: faith.username, password })
    expect(step.step).toBe('second-factor')
    const opened = await confirmSignIn.call(services, nobody(), { token: step.token, code: recoveryCodes![0]! })
    expect(await sessions.authenticate(opened.token)).not.toBeNull()
  })

  test('with what was signed before, elsewhere, for something else or by another key opens nothing', async () => {
    const { device } = await enrol()
    const first = await ask()
    const signed = device.sign(first.options.challenge)
    await enter(first.token, signed)
    await expect(enter(first.token, signed)).rejects.toMatchObject(refused)
    const tries: [string, (challenge: string) => unknown][] = [
      ['replayed', () => signed],
      ['nothing', () => ({})],
      ['of no device', () => ({ id: 7, response: 'x' })],
      ['unknown', (challenge) => createDevice().sign(challenge)],
      ['another key', (c) => device.sign(c, { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey })],
      ['elsewhere', (challenge) => as({ origin: 'http://evil.test' }, challenge)],
      ['for another site', (challenge) => as({ rpId: 'evil.test' }, challenge)],
      ['unrecognised', (challenge) => as({ recognises: false }, challenge)],
      ['a copy that counts behind', (challenge) => as({ counter: 0 }, challenge)],
    ]
    function as(change: object, challenge: string) {
      const before = { ...device.device }
      Object.assign(device.device, change)
      const response = device.sign(challenge)
      Object.assign(device.device, before)
      return response
    }
    for (const [what, response] of tries) {
      const { token, options } = await ask()
      await expect(enter(token, response(options.challenge)), what).rejects.toMatchObject(refused)
    }
    const late = await ask()
    later(601)
    await expect(enter(late.token, device.sign(late.options.challenge))).rejects.toMatchObject(refused)
    const { rows } = await owner.query(`select from sign_in_event where outcome = 'wrong-passkey'`)
    expect(rows.length).toBeGreaterThanOrEqual(tries.length)
  })

  test('twice with one signature at the same instant opens one session', async () => {
    const { device } = await enrol()
    const { token, options } = await ask()
    const response = device.sign(options.challenge)
    const both = await Promise.allSettled([enter(token, response), enter(token, response)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('is for active accounts alone', async () => {
    const { device } = await enrol()
    await owner.query('update account set deactivated_at = now() where id = $1', [faith.accountId])
    const { token, options } = await ask()
    await expect(enter(token, device.sign(options.challenge))).rejects.toMatchObject(refused)
    await owner.query('update account set deactivated_at = null where id = $1', [faith.accountId])
  })
})

describe('a proof', () => {
  test('is a passkey of the account, asked for by name; the session goes on under another identifier', async () => {
    const { device } = await enrol()
    const first = await ask()
    const { token } = await enter(first.token, device.sign(first.options.challenge))
    later(601)
    const caller = await seated(token)
    await expect(beginPasskey.call(services, caller, {})).rejects.toMatchObject({ code: 'accounts.prove.needed' })
    const asked = await ask(caller)
    expect(asked.options['allowCredentials']).toHaveLength(1)
    const session = await proveWithPasskey.call(services, caller, {
      token: asked.token,
      response: device.sign(asked.options.challenge),
    })
    expect(await sessions.authenticate(token)).toBeNull()
    await beginPasskey.call(services, await seated(session.token), {})
  })

  test('is nobody else’s passkey, and not the password alone', async () => {
    const { device } = await enrol()
    const kwame = story.accounts['cell-leader']
    const theirs = (await enrol(createDevice(), kwame.accountId)).device
    const first = await ask()
    const { token } = await enter(first.token, device.sign(first.options.challenge))
    const caller = await seated(token)
    const bad = { code: 'accounts.prove.refused' }
    for (const step of [await ask(caller), await ask()]) {
      const response = theirs.sign(step.options.challenge)
      await expect(proveWithPasskey.call(services, caller, { token: step.token, response })).rejects.toMatchObject(bad)
    }
    await expect(prove.call(services, caller, { password })).rejects.toMatchObject(bad)
  })
})

describe('taking a passkey away', () => {
  const idOf = async (caller: Caller) => (await secondFactor.call(services, caller, {})).passkeys[0]!.id

  test('ends it, with a mail; the last one takes the recovery codes with it', async () => {
    const { device, caller } = await enrol()
    await removePasskey.call(services, caller, { id: await idOf(caller) })
    const { token, options } = await ask()
    await expect(enter(token, device.sign(options.challenge))).rejects.toMatchObject(refused)
    expect((await secondFactor.call(services, caller, {})).recoveryCodesLeft).toBe(0)
    expect((await mailsTo(owner, faith.email)).at(-1)!.text).toContain('passkey was removed')
  })

  test('is one’s own to do, and not where the role needs it', async () => {
    const { caller } = await enrol()
    const id = await idOf(caller)
    const other = await callerOf(story.accounts['cell-leader'].accountId)
    await expect(removePasskey.call(services, other, { id })).rejects.toMatchObject({ kind: 'NotFound' })
    services.secondFactor = 'required'
    const proven = { ...caller, session: { id: 's', provenAt: clock.now(), secondFactor: true } }
    await expect(removePasskey.call(services, proven, { id })).rejects.toMatchObject({
      code: 'accounts.remove-passkey.required',
    })
  })
})
