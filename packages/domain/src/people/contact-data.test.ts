import { expect, test } from 'vitest'
import { normalContacts, normalEmail, normalPhone } from './contact-data.ts'

test.each([
  ['0712 345678', 'KE', '+254712345678'],
  ['0712 345678', 'ke', '+254712345678'],
  ['+49 30 901820', 'KE', '+4930901820'],
  ['(212) 555-0134', 'US', '+12125550134'],
  ['0712 345678', null, undefined],
  ['call me', 'KE', undefined],
  ['12', 'KE', undefined],
])('reads %s in %s as %s', (typed, country, kept) => {
  expect(normalPhone(typed, country)).toBe(kept)
})

test('keeps each address once, in lower case', () => {
  expect(normalEmail('  Ana@Example.ORG ')).toBe('ana@example.org')
  expect(normalContacts({ emails: ['A@x.org', 'a@x.org'], phones: ['0712345678', '+254712345678'] }, 'KE')).toEqual({
    emails: ['a@x.org'],
    phones: ['+254712345678'],
  })
  expect(normalContacts({ city: 'Nairobi' }, 'KE')).toEqual({ city: 'Nairobi' })
})

test('names the number that it can’t read', () => {
  expect(() => normalContacts({ phones: ['0712345678', '0712345678 ext'] }, null)).toThrow(
    expect.objectContaining({ kind: 'InvalidInput', issues: [{ path: 'phones.0', message: 'people.phone' }] }),
  )
  expect(() => normalContacts({ emergencyPhone: 'mother' }, 'KE')).toThrow(
    expect.objectContaining({ issues: [{ path: 'emergencyPhone', message: 'people.phone' }] }),
  )
})
