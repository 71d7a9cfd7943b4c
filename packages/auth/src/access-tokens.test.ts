import { fixedClock } from '@ministry/kernel/calendar'
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose'
import { beforeEach, expect, test } from 'vitest'
import { createAccessTokens } from './access-tokens.ts'
import { isApiKey, newApiKey } from './api-keys.ts'

const clock = fixedClock('2026-11-23T09:00:00Z')
const issuer = 'https://ministry.test'
const make = (secrets: string[], at = issuer) => createAccessTokens({ secrets, issuer: at, clock })
const tokens = make(['a'])
const claims = { accountId: crypto.randomUUID(), personId: crypto.randomUUID(), sessionId: 'session' }
beforeEach(() => clock.set('2026-11-23T09:00:00Z'))

test('says whose it is and until when, and no rights', async () => {
  const token = await tokens.sign(claims)
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) as string })
  expect(decodeJwt(token)).toEqual({
    ...{ sub: claims.accountId, person: claims.personId, sid: 'session', iss: issuer, aud: `${issuer}/api/v1` },
    ...{ iat: 1795424400, exp: 1795425000, jti: expect.any(String) as string },
  })
  expect(await tokens.read(token)).toEqual(claims)
  clock.set('2026-11-23T09:10:00Z')
  expect(await tokens.read(token)).toBeNull()
})

test('a secret that was changed is believed as long as it is named', async () => {
  const old = await tokens.sign(claims)
  expect(await make(['b', 'a']).read(old)).toEqual(claims)
  expect(await make(['b']).read(old)).toBeNull()
  expect(await tokens.read(await make(['b', 'a']).sign(claims))).toBeNull()
})

test('nothing in a token chooses how it is checked', async () => {
  const good = await tokens.sign(claims)
  const [header, payload, signature] = good.split('.') as [string, string, string]
  const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const told = decodeJwt(good)
  const { kid } = decodeProtectedHeader(good)
  const hmac = await new SignJWT(told)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...(kid && { kid }) })
    .sign(Buffer.alloc(32, 1))
  const forged = [
    new UnsecuredJWT(told).encode(),
    hmac,
    `${text({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
    `${text({ alg: 'EdDSA', typ: 'JWT', kid })}.${payload}.${signature}`,
    `${header}.${text({ ...told, sub: crypto.randomUUID() })}.${signature}`,
    `${text({ alg: 'EdDSA', typ: 'at+jwt', kid, jwk: { kty: 'OKP' } })}.${payload}.${signature}`,
    `${header}.${payload}.`,
    'no.token.here',
    '',
    await make(['a'], 'https://elsewhere.test').sign(claims),
  ]
  for (const token of forged) expect(await tokens.read(token)).toBeNull()
})

test('a key has a prefix, a checksum and enough chance', () => {
  const made = Array.from({ length: 200 }, newApiKey)
  expect(new Set(made.map(({ key }) => key)).size).toBe(200)
  for (const { key, hint, hash } of made) {
    expect(key).toMatch(/^mms_key_[0-9A-Za-z]{49}$/)
    expect(isApiKey(key)).toBe(true)
    expect(key.endsWith(hint)).toBe(true)
    expect(hash).not.toContain(key)
    const other = key.at(20) === 'a' ? 'b' : 'a'
    expect(isApiKey(key.slice(0, 20) + other + key.slice(21))).toBe(false)
  }
  expect(isApiKey('mms_key_')).toBe(false)
})
