import * as z from 'zod'

/** Where time comes from; a context carries it so that tests can move it. */
export interface Clock {
  now(): Date
}
/** The only place of the product that asks the machine for the time. */
export const systemClock: Clock = { now: () => new Date() }
/** A clock that stands still until it is moved. */
export const fixedClock = (at: string | Date): Clock & { set(at: string | Date): void } => {
  let instant = new Date(at)
  return { now: () => instant, set: (to) => void (instant = new Date(to)) }
}

/** A calendar date without a time zone: `2026-09-01`. Source: ISO 8601. */
export const calendarDate = () => z.iso.date()
export type CalendarDate = string

/** A date known to the year, the month or the day: `2004`, `2004-05`, `2004-05-17`. Source: ISO 8601 reduced precision; PPL-1. */
export const partialDate = () =>
  z
    .string()
    .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'calendar.partial-date')
    .refine((text) => text.length < 10 || isCalendarDate(text), 'calendar.partial-date')
/** A month: `2028-06`; or only its year. Source: PPL-1 (expected graduation). */
export const partialMonth = () => z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, 'calendar.partial-month')

/** Whether the text is a date that exists (no 31 April, no 29 February in common years). */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** Number of days of a month (1–12) of the proleptic Gregorian calendar. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The calendar date that an instant falls on in a time zone (IANA name). */
export const dateIn = (instant: Date, timeZone: string): CalendarDate =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)

/** Whether the runtime knows the time zone by this IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const dayOf = (date: CalendarDate) => Date.parse(`${date}T00:00:00Z`)
const dateOf = (day: number): CalendarDate => new Date(day).toISOString().slice(0, 10)

/** The date so many days later (or earlier, where negative). */
export const addDays = (date: CalendarDate, days: number): CalendarDate => dateOf(dayOf(date) + days * 86_400_000)

/** The same day so many months later or earlier; the month's last day where it has no such day: 31 January + 1 is 28 February. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const first = dateOf(Date.UTC(year, month - 1 + months, 1))
  const [toYear, toMonth] = first.split('-').map(Number) as [number, number]
  return `${first.slice(0, 8)}${String(Math.min(day, daysInMonth(toYear, toMonth))).padStart(2, '0')}`
}

/** Days from one date to another; negative where the other lies before. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => (dayOf(to) - dayOf(from)) / 86_400_000

/** The instant at which a date begins in a time zone (IANA name); where summer time skips midnight, the first instant after it. */
export function startOfDay(date: CalendarDate, timeZone: string): Date {
  const goal = dayOf(date)
  let guess = goal
  // The offset at the guess may not be the one at the goal: the second look corrects it.
  for (let look = 0; look < 3; look++) guess += goal - wallTime(new Date(guess), timeZone)
  while (dateIn(new Date(guess), timeZone) < date) guess += 900_000
  return new Date(guess)
}

function wallTime(at: Date, timeZone: string): number {
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...fields })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type)!
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
}
