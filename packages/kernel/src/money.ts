import * as z from 'zod'

/** An amount in minor units of an ISO 4217 currency: 60 dollars are `{ minor: 6000, currency: 'USD' }`. Source: FIN-1. */
export const money = z.object({ minor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) })
export type Money = z.infer<typeof money>

/** Decimal places of a currency, as the runtime's CLDR data has them (USD 2, JPY 0, KWD 3). */
export const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Whether the code names a currency that the runtime knows. */
export const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code)

/** A typed amount that can't be taken: the code of its text, and the values that the text mentions. */
export interface UnreadAmount {
  code: 'money.unreadable' | 'money.ambiguous' | 'money.too-many-decimals' | 'money.too-large'
  values: Record<string, string | number>
}

/** Digits in groups by one mark: threes, or the last three and twos before them as in India. */
const grouped = (text: string, mark: string) =>
  new RegExp(`^\\d{1,3}(\\${mark}\\d{3})+$|^\\d{1,2}(\\${mark}\\d{2})*\\${mark}\\d{3}$`).test(text)

/**
 * Reads an amount as people type it (`1000`, `1,000.50`, `1.000,50`, `KES 1 000`) into minor units of the currency; signs are
 * kept, so that a rule can refuse them in words. What can be read in two ways, or has more decimals than the currency, isn't taken,
 * and the answer says what was understood. Source: FIN-1, APR-4.
 */
export function readAmount(typed: string, currency: string): { minor: number } | UnreadAmount {
  const text = typed
    .normalize('NFKC')
    .replaceAll(/[\s'’]/g, '')
    .replace(/[\u2212\u2013]/, '-')
  const [, sign, number] = new RegExp(`^(?:${currency})?(-?)(\\d[\\d.,]*)(?:${currency})?$`, 'i').exec(text) ?? []
  if (number === undefined) return { code: 'money.unreadable', values: { typed: typed.trim() } }
  const parts = wholeAndRest(number, decimalsOf(currency))
  if (parts === null) return { code: 'money.unreadable', values: { typed: typed.trim() } }
  if (parts === 'either') return { code: 'money.ambiguous', values: bothReadings(number, currency) }
  const [whole, rest] = parts
  const decimals = decimalsOf(currency)
  if (rest.length > decimals)
    return { code: 'money.too-many-decimals', values: { understood: `${whole}.${rest}`, currency, decimals } }
  const minor = Number(`${sign}${whole}${rest.padEnd(decimals, '0')}`)
  if (!Number.isSafeInteger(minor)) return { code: 'money.too-large', values: { typed: typed.trim() } }
  return { minor: minor === 0 ? 0 : minor }
}

/** Digits before and after the decimal mark; null where it is no number, `either` where a comma may group or divide. */
function wholeAndRest(number: string, decimals: number): [whole: string, rest: string] | 'either' | null {
  const [dots, commas] = [number.split('.').length - 1, number.split(',').length - 1]
  if (dots === 0 && commas === 0) return [number, '']
  if (dots > 0 && commas > 0) {
    const mark = number.lastIndexOf('.') > number.lastIndexOf(',') ? '.' : ','
    const [before, rest] = [number.slice(0, number.lastIndexOf(mark)), number.slice(number.lastIndexOf(mark) + 1)]
    const groups = mark === '.' ? ',' : '.'
    return rest !== '' && grouped(before, groups) ? [before.replaceAll(groups, ''), rest] : null
  }
  const mark = dots > 0 ? '.' : ','
  if (dots + commas > 1) return grouped(number, mark) ? [number.replaceAll(mark, ''), ''] : null
  const [whole, rest] = number.split(mark) as [string, string]
  if (rest === '') return null
  // A dot divides, whatever follows; a comma before three digits groups, unless three decimals make sense in the currency.
  if (mark === '.' || !grouped(number, ',')) return [whole, rest]
  return decimals >= 3 ? 'either' : [whole + rest, '']
}

const bothReadings = (number: string, currency: string) => ({
  typed: number,
  one: number.replace(',', ''),
  other: number.replace(',', '.'),
  currency,
})

/** Minor units as a number with its decimals and nothing else, for fields of forms: `1000.50`. */
export function plainAmount({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const whole = `${minor < 0 ? '-' : ''}${digits.slice(0, digits.length - decimals)}`
  return decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`
}

/**
 * Minor units of another currency at a rate (a positive decimal: so many of the other for one of this), to the nearest, half away
 * from zero; exact, since no step goes through a floating number. Source: APR-4 (rate fixed at submission).
 */
export function convert({ minor, currency }: Money, rate: string, to: string): number {
  const [whole, rest = ''] = rate.split('.') as [string, string?]
  const numerator = BigInt(Math.abs(minor)) * BigInt(whole + rest) * 10n ** BigInt(decimalsOf(to))
  const denominator = 10n ** BigInt(rest.length + decimalsOf(currency))
  const converted = Number((2n * numerator + denominator) / (2n * denominator))
  return minor < 0 ? -converted : converted
}
