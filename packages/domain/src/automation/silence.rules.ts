/** How long somebody has been silent, breaks not counted. Pure. Source: AUT-4. */
import { addDays, addMonths, daysBetween, type CalendarDate } from '@ministry/kernel/calendar'

/** Both days included. */
export interface Period {
  from: CalendarDate
  to: CalendarDate
}

/**
 * The day on which so many months have passed since the last sign of life: every day of a break in between moves it on by one.
 * Source: AUT-4 (breaks stop the clock).
 */
export function silentOn(lastSign: CalendarDate, months: number, breaks: readonly Period[]): CalendarDate {
  let due = addMonths(lastSign, months)
  let counted = lastSign
  for (const { from, to } of breaks.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const first = from > counted ? from : addDays(counted, 1)
    if (first > due) break
    if (to < first) continue
    due = addDays(due, daysBetween(first, to) + 1)
    counted = to
  }
  return due
}

/** The latest last sign of life that has been silent long enough today: whoever's is later is not looked at. */
export function silentSince(today: CalendarDate, months: number, breaks: readonly Period[]): CalendarDate {
  let early = addMonths(today, -months - 60)
  let late = today
  // Silence grows with time, so the day can be found by halving.
  while (daysBetween(early, late) > 1) {
    const middle = addDays(early, Math.floor(daysBetween(early, late) / 2))
    if (silentOn(middle, months, breaks) <= today) early = middle
    else late = middle
  }
  return early
}
