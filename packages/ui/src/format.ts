/** Numbers and dates as the reader's language writes them. */
import { getLocale } from '@ministry/kernel/runtime'

/** English that names no country writes day before month, as most of its readers here do. */
const language = () => (getLocale() === 'en' ? 'en-GB' : getLocale())

/** `12345` is `12,345`. */
export const formatNumber = (value: number): string => new Intl.NumberFormat(language()).format(value)

/** An instant in a time zone (IANA name): `22 Nov 2026, 15:04`. */
export const formatInstant = (
  instant: Date | string,
  timeZone: string,
  precision: 'day' | 'minute' = 'minute',
): string =>
  new Intl.DateTimeFormat(language(), {
    timeZone,
    dateStyle: 'medium',
    ...(precision === 'minute' && { timeStyle: 'short' }),
  }).format(new Date(instant))

/** A calendar date known to the year, the month or the day: `2004`, `May 2004`, `17 May 2004`. */
export function formatPartialDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  if (!month) return String(year)
  const style: Intl.DateTimeFormatOptions = day ? { dateStyle: 'medium' } : { month: 'long', year: 'numeric' }
  return new Intl.DateTimeFormat(language(), { ...style, timeZone: 'UTC' }).format(
    new Date(Date.UTC(year!, month - 1, day ?? 1)),
  )
}

/** A span of seconds in the largest unit that fits: `2 hr`, `5 min`, `40 sec`. */
export function formatSpan(seconds: number): string {
  const [size, unit] = seconds >= 3600 ? [3600, 'hour'] : seconds >= 60 ? [60, 'minute'] : [1, 'second']
  const format = new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'short' })
  return format.format(Math.max(1, Math.round(seconds / size)))
}

/** Words in a row as the language joins them: `a, b and c`. */
export const formatList = (words: readonly string[]): string =>
  new Intl.ListFormat(language(), { type: 'conjunction' }).format(words)

/** Minor units of a currency as the language writes them: `KES 6,000.00`. Exact, whatever the size. */
export function formatMoney({ minor, currency }: { minor: number; currency: string }): string {
  const format = new Intl.NumberFormat(language(), { style: 'currency', currency })
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const split = digits.length - decimals
  // As text, because a number of this size would be rounded on its way.
  const text = `${minor < 0 ? '-' : ''}${digits.slice(0, split)}${decimals ? `.${digits.slice(split)}` : ''}`
  return format.format(text as Intl.StringNumericLiteral)
}
