import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsFrom, inputsOf, linesOf, merge, sortNameAfter, valueFrom } from './person-form.ts'

test('an inexact date takes what is known', () => {
  expect(valueFrom('birthDate', { 'birthDate.year': '2004' })).toBe('2004')
  expect(valueFrom('birthDate', { 'birthDate.year': '2004', 'birthDate.month': '5' })).toBe('2004-05')
  expect(valueFrom('birthDate', { 'birthDate.year': '2004', 'birthDate.month': '5', 'birthDate.day': '7' })).toBe(
    '2004-05-07',
  )
  expect(valueFrom('birthDate', { 'birthDate.year': ' ', 'birthDate.month': '' })).toBeNull()
  expect(valueFrom('birthDate', { 'birthDate.month': '05' })).toBe('-05') // refused by the verb, beside the field
  expect(valueFrom('birthDate', { 'birthDate.year': '2004', 'birthDate.day': '7' })).toBe('2004--07')
})

test('a value comes back from its own inputs', () => {
  const date = fc.constantFrom('2004', '2004-05', '2004-05-17', '1999-12-01', null)
  fc.assert(fc.property(date, (value) => void expect(valueFrom('birthDate', inputsOf('birthDate', value))).toBe(value)))
  const lines = fc.array(
    fc.string({ minLength: 1 }).filter((line) => line.trim() === line && line !== ''),
    { maxLength: 10 },
  )
  fc.assert(fc.property(lines, (value) => void expect(valueFrom('emails', inputsOf('emails', value))).toEqual(value)))
})

test('blank lines of a list don’t count, and complaints find the line they are about', () => {
  const typed = { 'emails.0': '', 'emails.1': 'a@example.org', 'emails.2': ' ', 'emails.3': 'b' }
  expect(fieldsFrom(['emails'], typed)).toEqual({ emails: ['a@example.org', 'b'] })
  expect(linesOf('emails', typed)[1]).toBe('emails.3')
})

test('what two people wrote at once is put together, and only what both touched is asked about', () => {
  const base = { city: 'Thika', province: 'Kiambu', street: '' }
  const typed = { city: 'Nairobi', province: 'Kiambu', street: '12 Uhuru Road' }
  const theirs = { city: 'Nakuru', province: 'Nakuru County', street: null }
  expect(merge(['city', 'province', 'street'], base, typed, theirs)).toEqual({
    typed: { city: 'Nairobi', province: 'Nakuru County', street: '12 Uhuru Road' },
    both: [{ field: 'city', theirs: 'Nakuru' }],
  })
})

test('both writing the same is no conflict', () =>
  expect(merge(['city'], { city: '' }, { city: 'Nakuru' }, { city: 'Nakuru' }).both).toEqual([]))

test('a name that is put right keeps its place in the order of lists', () => {
  expect(sortNameAfter('Jose Peña', 'pena jose', 'José Peña')).toBe('Peña José')
  expect(sortNameAfter('Atieno Kamau', 'atieno kamau', 'Atieno Kamau Njoroge')).toBeNull()
  expect(sortNameAfter('Mary Mary', 'mary mary', 'Mary Anne')).toBeNull()
  expect(sortNameAfter('Zawadi', null, 'Zawadi')).toBeNull()
})
