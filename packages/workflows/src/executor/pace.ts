import { at } from './durations.ts'

/** How many runs may start in a period, and how many of them at once. */
export interface Pace {
  limit: number
  periodMs: number
  atOnce: number
}

/** What is remembered of a key: the theoretical arrival time of its next run, in milliseconds since 1970. */
export type Arrival = number | undefined

export interface Admission {
  admitted: boolean
  /** To be remembered; as it was if nothing was admitted. */
  arrivalMs: number
  /** When the next run may start. */
  openAt: Date
}

/**
 * Asks for one start (generic cell rate algorithm, as the server does it): starts are spread evenly over the period, and
 * `atOnce` of them may come together. Source: Inngest server, `gcra.lua`, `ratelimit.lua`.
 */
export function admit({ limit, periodMs, atOnce }: Pace, arrival: Arrival, now: Date): Admission {
  const emission = periodMs / Math.max(limit, 1)
  const tolerance = emission * atOnce
  const due = Math.max(arrival ?? 0, now.getTime())
  const opens = due + emission - tolerance
  if (opens > now.getTime()) return { admitted: false, arrivalMs: due, openAt: at(Math.ceil(opens)) }
  return { admitted: true, arrivalMs: due + emission, openAt: at(Math.ceil(due + 2 * emission - tolerance)) }
}

/** A throttle queues what comes too fast. Source: Inngest docs, "Throttling" (a burst of 1 spreads evenly). */
export const throttlePace = (limit: number, periodMs: number, burst = 1): Pace => ({
  limit,
  periodMs,
  atOnce: Math.max(burst, 1),
})

/** A rate limit drops what comes too fast; a tenth of it may come at once. Source: Inngest server, `ratelimit.go`. */
export const ratePace = (limit: number, periodMs: number): Pace => ({
  limit,
  periodMs,
  atOnce: Math.floor(limit / 10) + 1,
})
