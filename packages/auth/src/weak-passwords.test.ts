import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createWeakness, isShort } from './weak-passwords.ts'

const weakness = createWeakness()
const owner = { username: 'annab', email: 'anna.berg@example.org', name: 'Anna Bérg' }
const samples = new URL('../../../../shared/samples/6-security/passwords/sample_50.txt', import.meta.url)

describe('length', () => {
  test.each([
    ['eleven char', 'accounts.password.too-short'],
    ['twelve chars', null],
    ['🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻🌻', 'accounts.password.too-short'],
    [`long ${'and longer '.repeat(90)}.....`, null],
    ['x'.repeat(1001), 'accounts.password.too-long'],
  ])('%#', (password, code) => expect(weakness(password, {})).toBe(code))

  test('is less where a second factor stands beside it, and the rest holds as ever', () => {
    const beside = { ...owner, secondFactor: true }
    expect(weakness('7 chars', beside)).toBe('accounts.password.too-short-beside')
    expect(weakness('mvq zebu', beside)).toBeNull()
    expect(weakness('mvq zebu', owner)).toBe('accounts.password.too-short')
    expect(weakness('password', beside)).toBe('accounts.password.common')
    expect(weakness('annaberg', beside)).toBe('accounts.password.personal')
    expect([isShort('eleven char'), isShort('twelve chars')]).toEqual([true, false])
  })
})

test('asks for no digits, capitals or signs', () => {
  expect(weakness('purple river window', owner)).toBeNull()
})

test.each([
  'password1234',
  'P@ssw0rd1234',
  '123456789012',
  'qwertyuiop12',
  'iloveyou1234',
  'letmeinletmein',
  'aaaaaaaaaaaa',
  'sunshine2024!',
])('refuses the common %s', (password) => expect(weakness(password, owner)).toBe('accounts.password.common'))

test.each(['annaberg2026', 'Anna.Berg-2026', 'ánnä bèrg 1234', 'anna.berg@example.org', 'annabannab12'])(
  'refuses the own %s',
  (password) => expect(weakness(password, owner)).toBe('accounts.password.personal'),
)

test.each(['campus-ministry-26', 'JesusChrist2026!', 'Gospel & prayer 12', 'fellowshipfellowship'])(
  'refuses %s, made of the words of ministry',
  (password) => expect(weakness(password, owner)).toBe('accounts.password.common'),
)

test('lets a long phrase speak of ministry', () => {
  expect(weakness('prayer walks at seven', owner)).toBeNull()
  expect(weakness('ministry-demo-2026', owner)).toBeNull()
})

test('lets a long phrase name its owner', () => {
  expect(weakness('Anna likes purple trains', owner)).toBeNull()
})

test.skipIf(!existsSync(samples))('refuses every one of the most common passwords, as it is and made longer', () => {
  const list = readFileSync(samples, 'utf8').split('\n').filter(Boolean)
  expect(list).toHaveLength(50)
  for (const password of list) {
    expect(weakness(password, owner), password).not.toBeNull()
    const doubled = password.repeat(Math.ceil(12 / password.length))
    expect(weakness(doubled, owner), doubled).toBe('accounts.password.common')
  }
})

test.each(['ab1'.repeat(333), 'p@$$w0rd'.repeat(125), 'a'.repeat(1000)])('refuses a long repetition (%#)', (password) =>
  expect(weakness(password, owner)).toBe('accounts.password.common'),
)
