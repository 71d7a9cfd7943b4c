/** When a message is sent again, and when an address is given up. Source: API-1, Standard Webhooks. */

/** Seconds before the second attempt, the third, …: a little over a day in all. */
export const waits = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600] as const

/** An address that has answered nothing well for so long is told nothing more. Milliseconds. */
const LONG = 86_400_000

/** What an attempt means for its message: another status than 2xx, also a redirect, is no. */
export const wentWell = (status: number | null): boolean => status !== null && status >= 200 && status < 300

/** Whether the address is given up: it says that it is gone (410), or a message was tried to the end and nothing went well for a day. */
export const isGivenUp = (
  { status, last, failingSince }: { status: number | null; last: boolean; failingSince: Date },
  at: Date,
): boolean => status === 410 || (last && at.getTime() - failingSince.getTime() >= LONG)
