/** When somebody graduates, as far as it is known. Pure. Source: AUT-2, AUT-3. */
import { addMonths, daysInMonth, type CalendarDate } from '@ministry/kernel/calendar'

/** Where a year is all that is known and the calendar has no term that ends in it. */
const usualMonth = 6
/** A date that passed longer ago is a forgotten field, not a graduation: nobody is moved by it. */
const forgottenAfterMonths = 12

export interface Term {
  from: CalendarDate
  to: CalendarDate
}

/**
 * The last day of the month of graduation. A year alone (`2028`) takes the month in which the last term of that year ends by the
 * node's calendar, or June where the calendar doesn't say. Source: AUT-2, ORG-2.
 */
export function graduationDay(expected: string, terms: readonly Term[]): CalendarDate {
  const year = expected.slice(0, 4)
  const lastTerm = terms
    .flatMap(({ to }) => (to.startsWith(year) ? to : []))
    .toSorted()
    .at(-1)
  const month = expected.slice(5, 7) || lastTerm?.slice(5, 7) || String(usualMonth).padStart(2, '0')
  return `${year}-${month}-${daysInMonth(Number(year), Number(month))}`
}

/** The first day of the month that lies so many months before the month of graduation. Source: AUT-2. */
export const preGraduateDay = (day: CalendarDate, monthsBefore: number): CalendarDate =>
  addMonths(`${day.slice(0, 8)}01`, -monthsBefore)

/** Whether a graduation lies too far back to act on. */
export const isForgotten = (day: CalendarDate, today: CalendarDate): boolean =>
  day < addMonths(today, -forgottenAfterMonths)
