import { dateIn } from '@ministry/kernel/calendar'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterWorkingDays, workingHours, worksOn, type WorkCalendar } from './working-days.rules.ts'

const weekend: WorkCalendar = { timeZone: 'Africa/Nairobi', restDays: [0, 6], holidays: [], breaks: [] }
const hour = 3_600_000

test('three working days from Friday noon are Wednesday noon', () => {
  const friday = new Date('2026-11-20T09:00:00Z')
  expect(afterWorkingDays(friday, 3, weekend)).toEqual(new Date('2026-11-25T09:00:00Z'))
  expect(afterWorkingDays(friday, 1.5, weekend)).toEqual(new Date('2026-11-23T21:00:00Z'))
})

test('what is asked on a day of rest begins to count with the next working day', () => {
  const saturday = new Date('2026-11-21T09:00:00Z')
  expect(afterWorkingDays(saturday, 1, weekend)).toEqual(new Date('2026-11-23T21:00:00Z'))
})

test('holidays and breaks of the place don\u2019t count, where its clocks change neither', () => {
  const calendar: WorkCalendar = {
    timeZone: 'Europe/Berlin',
    restDays: [5, 6],
    holidays: [{ date: '2026-03-30' }],
    breaks: [{ from: '2026-03-31', to: '2026-04-02' }],
  }
  // Sunday is a working day here, of 23 hours: summer time begins. Friday and Saturday are days of rest.
  const sunday = new Date('2026-03-28T23:00:00Z')
  expect(afterWorkingDays(sunday, 1, calendar)).toEqual(new Date('2026-03-29T22:00:00Z'))
  expect(afterWorkingDays(sunday, 2, calendar)).toEqual(new Date('2026-04-05T22:00:00Z'))
  expect(workingHours(sunday, new Date('2026-04-05T22:00:00Z'), calendar)).toBeCloseTo(48)
})

test('where nobody ever works, nothing waits for ever', () => {
  const never = { ...weekend, restDays: [0, 1, 2, 3, 4, 5, 6] }
  expect(afterWorkingDays(new Date('2026-01-01T00:00:00Z'), 3, never).getTime()).toBeLessThan(Date.parse('2026-06-01'))
})

const calendars = fc.record({
  timeZone: fc.constantFrom(
    'UTC',
    'Africa/Nairobi',
    'America/Sao_Paulo',
    'Europe/Berlin',
    'Pacific/Apia',
    'Australia/Lord_Howe',
  ),
  restDays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }),
  holidays: fc.array(fc.record({ date: fc.constantFrom('2026-03-29', '2026-10-25', '2026-12-25', '2026-06-01') })),
  breaks: fc.constantFrom([], [{ from: '2026-07-01', to: '2026-08-31' }]),
})
const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })

test('the time that was waited is the time that was given, and it ends within a working day', () => {
  fc.assert(
    fc.property(calendars, instants, fc.integer({ min: 1, max: 20 }), (calendar, from, halves) => {
      const due = afterWorkingDays(from, halves / 2, calendar)
      expect(workingHours(from, due, calendar)).toBeCloseTo(halves * 12, 3)
      expect(worksOn(dateIn(new Date(due.getTime() - 1), calendar.timeZone), calendar)).toBe(true)
      expect(due.getTime() - from.getTime()).toBeGreaterThanOrEqual(halves * 12 * hour - 2 * hour)
    }),
    { numRuns: 60 },
  )
})

test('later asked is never earlier due, and more time never less', () => {
  fc.assert(
    fc.property(
      calendars,
      instants,
      fc.nat({ max: 200 }),
      fc.integer({ min: 1, max: 9 }),
      (calendar, from, later, days) => {
        const due = afterWorkingDays(from, days, calendar)
        expect(
          afterWorkingDays(new Date(from.getTime() + later * hour), days, calendar).getTime(),
        ).toBeGreaterThanOrEqual(due.getTime() - 1)
        expect(afterWorkingDays(from, days + 1, calendar).getTime()).toBeGreaterThan(due.getTime())
      },
    ),
    { numRuns: 60 },
  )
})
