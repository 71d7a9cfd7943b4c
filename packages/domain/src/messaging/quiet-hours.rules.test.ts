import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldUntil } from './quiet-hours.rules.ts'

test.each([
  ['2026-11-16T09:00:00Z', 'Africa/Nairobi', null],
  ['2026-11-16T17:59:00Z', 'Africa/Nairobi', null],
  ['2026-11-16T18:00:00Z', 'Africa/Nairobi', '2026-11-17T05:00:00.000Z'],
  ['2026-11-17T04:59:59Z', 'Africa/Nairobi', '2026-11-17T05:00:00.000Z'],
  ['2026-11-17T05:00:00Z', 'Africa/Nairobi', null],
  ['2026-12-31T23:30:00Z', 'UTC', '2027-01-01T08:00:00.000Z'],
  // Clocks go forward in the night, and back.
  ['2026-03-28T22:00:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
  ['2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
  ['2026-11-16T15:45:00Z', 'Asia/Kathmandu', '2026-11-17T02:15:00.000Z'],
])('what is ready at %s in %s waits until %s', (at, timeZone, until) => {
  expect(heldUntil(new Date(at), timeZone)?.toISOString() ?? null).toBe(until)
})

test('what waits goes in the morning of its place, within half a day', () => {
  const zones = fc.constantFrom(
    'Africa/Nairobi',
    'America/St_Johns',
    'Pacific/Kiritimati',
    'Australia/Lord_Howe',
    'America/Chicago',
  )
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
      zones,
      (at, zone) => {
        const until = heldUntil(at, zone)
        if (!until) return
        const shown = new Intl.DateTimeFormat('en', {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }).format(until)
        expect(shown).toBe('08:00')
        expect(until.getTime() - at.getTime()).toBeGreaterThan(0)
        expect(until.getTime() - at.getTime()).toBeLessThanOrEqual(12 * 3_600_000)
        expect(heldUntil(until, zone)).toBeNull()
      },
    ),
  )
})
