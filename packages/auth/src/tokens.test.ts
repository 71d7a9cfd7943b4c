import { expect, test } from 'vitest'
import { hashToken, isToken, newToken } from './tokens.ts'

test('no two are alike, and each is known by its hash only', () => {
  const tokens = new Set(Array.from({ length: 1000 }, newToken))
  expect(tokens.size).toBe(1000)
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
})

test('fits its own hash and no other', () => {
  const token = newToken()
  expect(isToken(token, hashToken(token))).toBe(true)
  expect(isToken(newToken(), hashToken(token))).toBe(false)
  expect(isToken(token, '')).toBe(false)
  expect(hashToken('a')).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb')
})
