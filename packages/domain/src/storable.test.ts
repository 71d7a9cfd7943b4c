import { expect, test } from 'vitest'
import { assertStorable, fromDatabase } from './storable.ts'

test.each([
  ['a\0b'],
  [{ name: 'x', more: ['\ud800'] }],
  [{ at: new Date('+010000-01-01T00:00:00.000Z') }],
  [{ at: new Date(Number.NaN) }],
])('refuses %o with the place in the input', (input) => {
  expect(() => assertStorable(input)).toThrow(expect.objectContaining({ kind: 'InvalidInput' }) as Error)
})

test('lets through what can be kept', () => {
  expect(() =>
    assertStorable({ name: 'Zoë 👩‍🎓', list: [1, null, true], at: new Date('2026-11-22'), bytes: new Uint8Array([0]) }),
  ).not.toThrow()
})

test('says in the product’s words what the database could not read, and what came first', () => {
  expect(fromDatabase({ code: '22P02' })).toMatchObject({ kind: 'InvalidInput' })
  // The first day of all calendars, in a zone.
  expect(fromDatabase({ code: '22009' })).toMatchObject({ kind: 'InvalidInput' })
  expect(
    fromDatabase({ code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '22P02' } } } }),
  ).toMatchObject({ kind: 'InvalidInput' })
  expect(fromDatabase({ code: '23505' })).toMatchObject({ kind: 'Conflict' })
  const defect = new Error('a defect')
  expect(fromDatabase(defect)).toBe(defect)
})
