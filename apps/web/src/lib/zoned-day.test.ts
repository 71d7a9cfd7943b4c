import { expect, test } from 'vitest'
import { instantAt, wallClock, zonedDay } from './zoned-day.ts'

test.each([
  ['2026-11-22', 'UTC', 0, '2026-11-22T00:00:00.000Z'],
  ['2026-11-22', 'Africa/Nairobi', 0, '2026-11-21T21:00:00.000Z'],
  ['2026-11-22', 'Africa/Nairobi', 1, '2026-11-22T21:00:00.000Z'],
  // The day on which the clock is put forward, and the next one.
  ['2026-03-29', 'Europe/Berlin', 0, '2026-03-28T23:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', 1, '2026-03-29T22:00:00.000Z'],
  ['2026-12-31', 'Pacific/Auckland', 1, '2026-12-31T11:00:00.000Z'],
])('%s in %s, %d later, begins at the right instant', (day, zone, later, instant) =>
  expect(zonedDay(day, zone, later).toISOString()).toBe(instant),
)

test.each([
  ['2027-02-05T18:00', 'Africa/Nairobi', '2027-02-05T15:00:00.000Z'],
  ['2026-07-01T09:30', 'Europe/Berlin', '2026-07-01T07:30:00.000Z'],
  ['2026-12-01T09:30', 'Europe/Berlin', '2026-12-01T08:30:00.000Z'],
])('%s in %s is %s, and back', (local, zone, instant) => {
  expect(instantAt(local, zone)?.toISOString()).toBe(instant)
  expect(wallClock(new Date(instant), zone)).toBe(local)
})

test('what is no time, or in no zone, is no instant', () => {
  expect(instantAt('tomorrow', 'UTC')).toBeUndefined()
  expect(instantAt('2027-02-05T18:00', 'Nowhere/None')).toBeUndefined()
})
