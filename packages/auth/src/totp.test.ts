import { expect, test } from 'vitest'
import { newTotpSecret, totpAddress, totpStep } from './totp.ts'

/** `12345678901234567890` of RFC 6238, appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new Date(seconds * 1000)

test.each([
  [59, '287082', 1],
  [1111111109, '081804', 37037036],
  [1111111111, '050471', 37037037],
  [1234567890, '005924', 41152263],
  [2000000000, '279037', 66666666],
  [20000000000, '353130', 666666666],
])('at %i the code of the standard is %s', (seconds, code, step) =>
  expect(totpStep(secret, code, at(seconds))).toBe(step),
)

test('the steps beside the present one are taken, as themselves, and no others', () => {
  const [code, step] = ['050471', 37037037]
  expect(totpStep(secret, code, at((step - 1) * 30))).toBe(step)
  expect(totpStep(secret, code, at((step + 2) * 30 - 1))).toBe(step)
  expect(totpStep(secret, code, at((step - 1) * 30 - 1))).toBeNull()
  expect(totpStep(secret, code, at((step + 2) * 30))).toBeNull()
})

test.each(['', '05047', '0504711', '50471', 'abcdef', '０５０４７１'])('%s is no code', (code) =>
  expect(totpStep(secret, code, at(1111111111))).toBeNull(),
)

test('secrets are 160 bits, and no two alike', () => {
  const secrets = new Set(Array.from({ length: 50 }, newTotpSecret))
  expect(secrets.size).toBe(50)
  for (const one of secrets) expect(one).toMatch(/^[A-Z2-7]{32}$/)
})

test('the address tells apps what they need', () => {
  const address = new URL(totpAddress(secret, { issuer: 'Salt: & Light', label: 'faith@example.org' }))
  expect(address.protocol).toBe('otpauth:')
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    ...{ secret, algorithm: 'SHA1', digits: '6', period: '30', issuer: 'Salt: & Light' },
  })
})
