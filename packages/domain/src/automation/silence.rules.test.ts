import { addDays } from '@ministry/kernel/calendar'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { silentOn, silentSince } from './silence.rules.ts'

const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2025-01-01', days))
const period = fc.tuple(day, fc.integer({ min: 0, max: 90 })).map(([from, days]) => ({ from, to: addDays(from, days) }))

test('silence is over exactly when so many days outside breaks have passed', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 6 }), fc.array(period, { maxLength: 5 }), (last, months, breaks) => {
      const without = silentOn(last, months, [])
      const inBreak = (date: string) => breaks.some(({ from, to }) => from <= date && date <= to)
      // Counted one by one, as a person with a calendar would.
      let date = last
      for (let left = daysFrom(last, without); left > 0;) {
        date = addDays(date, 1)
        if (!inBreak(date)) left--
      }
      // Whole breaks count: where the last counted day lies right before one, the day stays.
      expect(silentOn(last, months, breaks)).toBe(date)
    }),
  )
})
const daysFrom = (from: string, to: string) => {
  let days = 0
  for (let date = from; date < to; date = addDays(date, 1)) days++
  return days
}

test('the latest sign that is silent enough is the last one that the rule itself finds due', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 6 }), fc.array(period, { maxLength: 4 }), (today, months, breaks) => {
      const since = silentSince(today, months, breaks)
      expect(silentOn(since, months, breaks) <= today).toBe(true)
      expect(silentOn(addDays(since, 1), months, breaks) <= today).toBe(false)
    }),
  )
})
