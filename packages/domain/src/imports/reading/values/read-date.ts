import { daysInMonth } from '@ministry/kernel/calendar'
import type { ExpectedCode, ProblemCode } from '../codes.ts'
import { dateParts, type DateParts, type Unparsed } from './date-parts.ts'
import { unreadable, type Reading, type ReadSettings } from './reading.ts'

export type DateKind = 'date' | 'partial-date' | 'month'

/** Nobody who is imported is older; Planning Center writes 1885 where it knows no year of birth. */
const oldest = 130
const years = { first: 1850, last: 2200 }

const expected: Record<DateKind, ExpectedCode> = {
  date: 'imports.value.expected-date',
  'partial-date': 'imports.value.expected-partial-date',
  month: 'imports.value.expected-month',
}

const problems: Record<Exclude<Unparsed, 'blank'>, ProblemCode> = {
  'not-a-date': 'imports.value.not-a-date',
  'no-such-date': 'imports.value.no-such-date',
  'date-order': 'imports.value.date-order',
  'date-without-year': 'imports.value.date-without-year',
}

/** Whether a text is written like a date, in any order; bare numbers prove nothing. */
export function looksLikeDate(text: string): boolean {
  if (/^\d*([.,]\d*)?$/.test(text.trim())) return false
  return (['dmy', 'mdy'] as const).some((order) => typeof dateParts(text, order, false) === 'object')
}

const two = (part: number): string => String(part).padStart(2, '0')

function fullYear({ year, shortYear }: DateParts, kind: DateKind, past: boolean, thisYear: number): number {
  if (!shortYear) return year
  if (kind === 'month') return 2000 + year
  return 2000 + year > thisYear + (past ? 0 : 20) ? 1900 + year : 2000 + year
}

/**
 * Reads a date as ISO 8601: to the day for `date`; to the day, month or year for `partial-date`; to the month or year for
 * `month`. Source: PPL-1, IMP-2.
 */
export function readDate(text: string, kind: DateKind, past: boolean, settings: ReadSettings): Reading<string | null> {
  const fail = (problem: ProblemCode) => unreadable(problem, expected[kind], text, { order: settings.dateOrder })
  const parts = dateParts(text, settings.dateOrder, kind === 'month')
  if (parts === 'blank') return { value: null }
  if (typeof parts === 'string') {
    return fail(kind === 'month' && parts === 'not-a-date' ? 'imports.value.not-a-month' : problems[parts])
  }
  const thisYear = Number(settings.today.slice(0, 4))
  const year = fullYear(parts, kind, past, thisYear)
  const { month, day } = parts
  if (year < years.first || year > years.last) return fail('imports.value.no-such-date')
  if (month !== undefined && (month < 1 || month > 12)) return fail('imports.value.no-such-date')
  if (day !== undefined && (day < 1 || day > daysInMonth(year, month!))) return fail('imports.value.no-such-date')
  const iso = [String(year), month, kind === 'month' ? undefined : day]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === 'number' ? two(part) : part))
    .join('-')
  if (kind === 'date' && iso.length < 10) return fail('imports.value.date-not-exact')
  if (past && iso > settings.today.slice(0, iso.length)) return fail('imports.value.date-in-future')
  if (past && year < thisYear - oldest) return fail('imports.value.date-too-old')
  if (parts.serial) return { value: iso, note: 'imports.value.note-serial-date' }
  return parts.shortYear ? { value: iso, note: 'imports.value.note-two-digit-year' } : { value: iso }
}
