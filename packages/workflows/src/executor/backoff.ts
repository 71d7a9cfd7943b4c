import { after, at } from './durations.ts'

/** The server's own table, in seconds; the last value repeats. Source: Inngest server, `pkg/backoff`. */
const TABLE = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600, 7_200]
const JITTER_SECONDS = 30
const SOONEST_MS = 1_000

/** When attempt number `attempt` (from 0) that has just failed is tried again. `random` is in [0, 1). */
export function backoff(attempt: number, now: Date, random: number): Date {
  const seconds = TABLE[Math.min(attempt, TABLE.length - 1)] ?? 0
  return after(now, (seconds + random * JITTER_SECONDS) * 1_000)
}

/** What a `retry-after` header asks for (seconds or a date, at least one second from now); undefined if it can't be read. */
export function retryAfter(header: string | null, now: Date): Date | undefined {
  if (!header) return undefined
  const wanted = /^\d{1,9}$/.test(header) ? now.getTime() + Number(header) * 1_000 : Date.parse(header)
  if (Number.isNaN(wanted)) return undefined
  return at(Math.max(wanted, now.getTime() + SOONEST_MS))
}

/**
 * How long a job rests after the process ended `crashes` times while it ran: the first time not at all, then ever
 * longer, so that a run that kills the process leaves the product time to serve in between.
 */
export function crashDelayMs(crashes: number): number {
  return crashes < 2 ? 0 : Math.min(2 ** (crashes - 2) * 1_000, 60_000)
}
