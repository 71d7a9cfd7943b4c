/** Time that counts for whoever is to answer: days of rest, holidays and breaks don't. Pure. Source: APR-2 (working days). */
import { addDays, dateIn, startOfDay, type CalendarDate } from '@ministry/kernel/calendar'

export interface WorkCalendar {
  /** IANA name. */
  timeZone: string
  /** Days of the week on which nobody works, from Sunday, 0. */
  restDays: readonly number[]
  holidays: readonly { date: CalendarDate }[]
  breaks: readonly { from: CalendarDate; to: CalendarDate }[]
}

/** Where a calendar knows no working day for so long, every day counts: nothing waits for ever. */
const LONGEST_REST = 120
const HOUR = 3_600_000

/** Whether people work on this date. */
export function worksOn(date: CalendarDate, { restDays, holidays, breaks }: WorkCalendar): boolean {
  const weekday = (((daysSince(date) + 4) % 7) + 7) % 7
  return (
    !restDays.includes(weekday) &&
    !holidays.some((holiday) => holiday.date === date) &&
    !breaks.some(({ from, to }) => from <= date && date <= to)
  )
}
const daysSince = (date: CalendarDate) => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

/**
 * The instant by which so many working days of 24 hours have gone by. Three working days from Friday noon are Wednesday noon
 * where Saturday and Sunday are days of rest. Fractions count as parts of a day. Source: APR-2.
 */
export function afterWorkingDays(from: Date, days: number, calendar: WorkCalendar): Date {
  let left = days * 24 * HOUR
  let at = from
  for (const { date, ends } of daysFrom(from, calendar)) {
    const length = ends.getTime() - at.getTime()
    if (counts(date, from, calendar)) {
      // A day has its hours, whether summer time gives it 23 or 25.
      const share = (length / lengthOf(date, calendar)) * 24 * HOUR
      if (left <= share) return new Date(at.getTime() + Math.round((left / share) * length))
      left -= share
    }
    at = ends
  }
  return at
}

/** Working hours between two instants, 24 to a working day; 0 where the second isn't later. Source: APR-6 (usual time). */
export function workingHours(from: Date, to: Date, calendar: WorkCalendar): number {
  let hours = 0
  let at = from
  if (to <= from) return 0
  for (const { date, ends } of daysFrom(from, calendar)) {
    const end = ends < to ? ends : to
    if (worksOn(date, calendar)) hours += ((end.getTime() - at.getTime()) / lengthOf(date, calendar)) * 24
    if (end >= to) return hours
    at = ends
  }
  return hours
}

const lengthOf = (date: CalendarDate, { timeZone }: WorkCalendar) =>
  startOfDay(addDays(date, 1), timeZone).getTime() - startOfDay(date, timeZone).getTime()

/** The days from an instant on, each with the instant of its end; ten years at most. */
function* daysFrom(from: Date, { timeZone }: WorkCalendar) {
  let date = dateIn(from, timeZone)
  for (let day = 0; day < 3660; day++) {
    const next = addDays(date, 1)
    yield { date, ends: startOfDay(next, timeZone) }
    date = next
  }
}
function counts(date: CalendarDate, from: Date, calendar: WorkCalendar): boolean {
  return worksOn(date, calendar) || daysSince(date) - daysSince(dateIn(from, calendar.timeZone)) > LONGEST_REST
}
