import { invalidInput } from '@ministry/kernel/errors'

const MILLISECONDS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[wdhms]))*$/
const PART = /(\d+(?:\.\d+)?)(ms|[wdhms])/g
const INSTANT = /^\d{4}-\d{2}-\d{2}/

/** Milliseconds of a duration as the SDK writes it (`2s`, `1h30m`, `2w`; empty is none). Throws InvalidInput. */
export function durationMs(text: string): number {
  if (!DURATION.test(text)) throw invalidInput(`Not a duration: ${text}.`)
  let total = 0
  for (const [, amount, unit] of text.matchAll(PART))
    total += Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]
  return total
}

/** The instant that a duration from `now`, or an ISO instant, means. Throws InvalidInput. */
export function instantOf(text: string, now: Date): Date {
  const milliseconds = INSTANT.test(text) ? Date.parse(text) : now.getTime() + durationMs(text)
  if (Number.isNaN(milliseconds)) throw invalidInput(`Not an instant: ${text}.`)
  return at(milliseconds)
}

/** An instant from milliseconds since 1970. */
export const at = (milliseconds: number): Date => new Date(milliseconds)

/** `milliseconds` after an instant. */
export const after = (instant: Date, milliseconds: number): Date => at(instant.getTime() + milliseconds)
