/** How many calls an account and an address may make over HTTP, and how answers tell it. Source: API-1. */
import { networkOf, type Standing } from '@ministry/auth'
import type { Services } from '@ministry/domain'

/** The standing of each limit that a call was counted against. */
export interface Counted {
  passed: boolean
  standings: Standing[]
}

/** Counts calls against each of the limits; a batch counts as its calls. */
export async function takeCalls(
  { auth: { quota } }: Services,
  against: readonly (readonly [who: Standing['name'], key: string])[],
  calls: number,
): Promise<Counted> {
  const standings: Standing[] = []
  for (const [who, key] of against)
    standings.push(await quota.take(who, who === 'address' ? networkOf(key) : key, calls))
  return { passed: standings.every(({ passed }) => passed), standings }
}

/** Source: draft-ietf-httpapi-ratelimit-headers (structured fields). */
export const limitHeaders = ({ standings }: Counted): Record<string, string> => ({
  'ratelimit-policy': standings.map(({ name, limit, window }) => `"${name}";q=${limit};w=${window}`).join(', '),
  ratelimit: standings.map(({ name, remaining, resetIn }) => `"${name}";r=${remaining};t=${resetIn}`).join(', '),
})
