import { expect, test } from 'vitest'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'

test('ten codes, none twice, that nobody misreads', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([A-HJ-KM-NP-TV-Z2-9]{6}-){3}[A-HJ-KM-NP-TV-Z2-9]{6}$/)
})

test('a code is known however it is typed, and nothing else is', () => {
  const [code, other] = newRecoveryCodes()
  const hash = hashRecoveryCode(code!)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(hashRecoveryCode(` ${code!.toLowerCase().replaceAll('-', ' ')} `)).toBe(hash)
  expect(hashRecoveryCode(other!)).not.toBe(hash)
  for (const typed of ['', '123456', `${code!}A`]) expect(hashRecoveryCode(typed)).toBeNull()
})
