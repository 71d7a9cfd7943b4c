import { parseOptions, verify } from '@node-rs/bcrypt'
import { expect, test, vi } from 'vitest'
import { createPasswords } from './passwords.ts'

vi.mock('@node-rs/bcrypt', { spy: true })

const passwords = createPasswords({ pepper: 'pepper', cost: 4 })

test('knows the password again, and no other', async () => {
  const hash = await passwords.hash('correct horse battery')
  expect(hash).toMatch(/^\$2b\$04\$/)
  expect(await passwords.verify('correct horse battery', hash)).toBe(true)
  expect(await passwords.verify('correct horse batterz', hash)).toBe(false)
  expect(await passwords.hash('correct horse battery')).not.toBe(hash)
})

test('tells passwords apart that differ behind 72 bytes, and behind a NUL', async () => {
  const long = 'a'.repeat(999)
  const hash = await passwords.hash(`${long}1`)
  expect(await passwords.verify(`${long}1`, hash)).toBe(true)
  expect(await passwords.verify(`${long}2`, hash)).toBe(false)
  expect(await passwords.verify('before\0two', await passwords.hash('before\0one'))).toBe(false)
})

test('takes the same letters written in other code points for the same', async () => {
  const hash = await passwords.hash('pa\u0073s\u00e9 compos\u00e9')
  expect(await passwords.verify('passe\u0301 compose\u0301', hash)).toBe(true)
})

test('is of no use without the pepper', async () => {
  const hash = await passwords.hash('correct horse battery')
  expect(await createPasswords({ pepper: 'other', cost: 4 }).verify('correct horse battery', hash)).toBe(false)
})

test('no password fits an account that is not there, and finding that out costs the same hash', async () => {
  const hash = await passwords.hash('correct horse battery')
  expect(await passwords.verify('something else', hash)).toBe(false)
  expect(await passwords.verify('something else', null)).toBe(false)
  const costs = vi.mocked(verify).mock.calls.map(([, compared]) => parseOptions(compared).cost)
  expect(costs).toEqual([4, 4])
})

test('hashing many at once leaves the event loop to others', async () => {
  let ticks = 0
  const ticking = setInterval(() => ticks++, 0)
  await Promise.all(
    Array.from({ length: 8 }, () => createPasswords({ pepper: 'pepper', cost: 8 }).hash('any password')),
  )
  clearInterval(ticking)
  expect(ticks).toBeGreaterThan(4)
})
