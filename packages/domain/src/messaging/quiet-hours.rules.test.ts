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

test.each([
  // Over midnight, and within a day.
  ['2026-11-16T20:59:59Z', 'UTC', '21:00', '06:30', null],
  ['2026-11-16T21:00:00Z', 'UTC', '21:00', '06:30', '2026-11-17T06:30:00.000Z'],
  ['2026-11-17T00:00:00Z', 'UTC', '21:00', '06:30', '2026-11-17T06:30:00.000Z'],
  ['2026-11-17T06:30:00Z', 'UTC', '21:00', '06:30', null],
  ['2026-11-16T12:59:00Z', 'UTC', '13:00', '15:00', null],
  ['2026-11-16T13:00:00Z', 'UTC', '13:00', '15:00', '2026-11-16T15:00:00.000Z'],
  ['2026-11-16T22:00:00Z', 'UTC', '22:00', '00:00', '2026-11-17T00:00:00.000Z'],
  ['2026-11-17T00:00:00Z', 'UTC', '22:00', '00:00', null],
  ['2026-11-17T00:00:00Z', 'UTC', '00:00', '23:59', '2026-11-17T23:59:00.000Z'],
  ['2026-11-17T23:59:00Z', 'UTC', '00:00', '23:59', null],
  // The same twice is never.
  ['2026-11-16T23:00:00Z', 'UTC', '21:00', '21:00', null],
  ['2026-11-16T21:00:00Z', 'UTC', '21:00', '21:00', null],
  ['2026-11-16T00:00:00Z', 'UTC', '00:00', '00:00', null],
  // 02:30 is skipped in Berlin on 29 March: it goes when clocks show three.
  ['2026-03-29T00:30:00Z', 'Europe/Berlin', '21:00', '02:30', '2026-03-29T01:00:00.000Z'],
  // 02:30 comes twice on 25 October, and 02:15 after the first: it goes at the second.
  ['2026-10-25T00:15:00Z', 'Europe/Berlin', '21:00', '02:30', '2026-10-25T01:30:00.000Z'],
  ['2026-10-25T01:15:00Z', 'Europe/Berlin', '21:00', '02:30', '2026-10-25T01:30:00.000Z'],
])('what is ready at %s in %s, quiet from %s to %s, waits until %s', (at, zone, from, to, until) => {
  expect(heldUntil(new Date(at), zone, { from, to })?.toISOString() ?? null).toBe(until)
})

test('whatever the quiet hours and the clocks, what waits goes later, within a day and an hour, and not into quiet hours', () => {
  const two = (n: number) => String(n).padStart(2, '0')
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${two(h)}:${two(m)}`)
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
  )
  const around = fc.constantFrom(
    '2026-03-28T12:00:00Z',
    '2026-10-24T12:00:00Z',
    '2026-04-04T12:00:00Z',
    '2026-11-01T00:00:00Z',
  )
  fc.assert(
    fc.property(around, fc.integer({ min: 0, max: 48 * 60 }), zones, time, time, (day, minutes, zone, from, to) => {
      const at = new Date(Date.parse(day) + minutes * 60_000)
      const until = heldUntil(at, zone, { from, to })
      if (from === to) expect(until).toBeNull()
      if (!until) return
      expect(until.getTime()).toBeGreaterThan(at.getTime())
      expect(until.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000 + 15 * 60_000)
      expect(heldUntil(until, zone, { from, to })).toBeNull()
    }),
    { numRuns: 400 },
  )
})
