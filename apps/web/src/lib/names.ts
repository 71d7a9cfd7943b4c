/** Names of countries, currencies, languages and days in the reader's language. */
import { getLocale } from '@ministry/kernel/runtime'

const nameOf = (type: Intl.DisplayNamesType, code: string) =>
  new Intl.DisplayNames(getLocale(), { type, fallback: 'code' }).of(code) ?? code

/** `KE` is Kenya. */
export const nameOfCountry = (code: string): string => nameOf('region', code)
/** `KES` is `KES, Kenyan Shilling`. */
export const nameOfCurrency = (code: string): string => `${code}, ${nameOf('currency', code)}`
/** `sw` is Swahili. */
export const nameOfLanguage = (tag: string): string => nameOf('language', tag)

/** Days that count from Sunday, 0: `Friday and Saturday`. */
export function namesOfWeekdays(days: readonly number[]): string {
  const weekday = new Intl.DateTimeFormat(getLocale(), { weekday: 'long', timeZone: 'UTC' })
  // 1 January 2023 was a Sunday.
  const names = days.map((day) => weekday.format(new Date(Date.UTC(2023, 0, 1 + day))))
  return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(names)
}
