/** Amounts as fields of forms and files hold them: digits, a dot before the decimals, nothing else. */
import { decimalsOf, type Money } from '@ministry/kernel/money'

/** `{ minor: 100050, currency: 'KES' }` is `1000.50`. */
export function plainAmount({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency)
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const split = digits.length - decimals
  return `${minor < 0 ? '-' : ''}${digits.slice(0, split)}${decimals ? `.${digits.slice(split)}` : ''}`
}

/** Minor units of what was typed (`1000`, `1,000.50`); undefined where it can't be read or has more decimals than the currency. */
export function minorOf(typed: string, currency: string): number | undefined {
  const [, whole, rest = ''] = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(typed.replaceAll(/\s/g, '')) ?? []
  const decimals = decimalsOf(currency)
  if (whole === undefined || rest.length > decimals) return undefined
  const minor = Number(`${whole.replaceAll(',', '')}${rest.padEnd(decimals, '0')}`)
  return Number.isSafeInteger(minor) ? minor : undefined
}
