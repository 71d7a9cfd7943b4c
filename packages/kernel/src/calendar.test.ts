import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateIn, daysInMonth, fixedClock, isCalendarDate, isTimeZone, partialDate, partialMonth } from './calendar.ts'

test('a calendar date exists exactly when the calendar has it', () => {
  const parts = fc.tuple(
    fc.integer({ min: 1, max: 9999 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
  )
  fc.assert(
    fc.property(parts, ([year, month, day]) => {
      const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      const at = new Date(`${text}T00:00:00Z`)
      const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
      expect(isCalendarDate(text)).toBe(exists)
    }),
  )
})

test.each([
  [2024, 2, 29],
  [2023, 2, 28],
  [1900, 2, 28],
  [2000, 2, 29],
  [2026, 4, 30],
])('%i-%i has %i days', (year, month, days) => expect(daysInMonth(year, month)).toBe(days))

test('dates may be known to the year, the month or the day', () => {
  for (const good of ['2004', '2004-05', '2004-05-17']) expect(partialDate().safeParse(good).success).toBe(true)
  for (const bad of ['04', '2004-13', '2004-02-30', '2004-5', '17.05.2004', ''])
    expect(partialDate().safeParse(bad).success).toBe(false)
  for (const bad of ['2004-05-17', '2004-00']) expect(partialMonth().safeParse(bad).success).toBe(false)
})

test('the same instant is another date elsewhere', () => {
  const instant = new Date('2026-11-22T22:30:00Z')
  expect([dateIn(instant, 'UTC'), dateIn(instant, 'Africa/Nairobi'), dateIn(instant, 'America/Los_Angeles')]).toEqual([
    '2026-11-22',
    '2026-11-23',
    '2026-11-22',
  ])
})

test('a clock stands still until it is moved', () => {
  const clock = fixedClock('2026-01-01T00:00:00Z')
  clock.set('2026-01-15T00:00:00Z')
  expect(clock.now().toISOString()).toBe('2026-01-15T00:00:00.000Z')
})

test('knows time zones by their name', () =>
  expect([isTimeZone('Africa/Nairobi'), isTimeZone('Mars/Olympus')]).toEqual([true, false]))
