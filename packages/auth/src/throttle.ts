/** How often somebody may knock. Counted in the database, so that all processes count together. Source: ACC-4. */
import type { Database } from '@ministry/db'
import { limitReached } from '@ministry/kernel/errors'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { hashToken } from './tokens.ts'

/** Times within a window of seconds. A limit is counted per what the caller names: a login, an address, both together. */
export const limits = {
  /** One login from one address. */
  'sign-in': { times: 10, within: 15 * 60 },
  /** One login from anywhere: slows a spread attack, and is wide enough that nobody locks somebody else out by chance. */
  'sign-in-login': { times: 50, within: 60 * 60 },
  /** One address for any login: a campus behind one address still gets in, because only failures stay counted. */
  'sign-in-address': { times: 100, within: 15 * 60 },
  /** From one address, once sign-ins for it or for the login have failed so often that work is asked for, and none was done. */
  'sign-in-plain': { times: 3, within: 15 * 60 },
  'reset-login': { times: 3, within: 60 * 60 },
  'reset-address': { times: 30, within: 60 * 60 },
  /** The same, of those who did no work for it. */
  'reset-plain': { times: 5, within: 60 * 60 },
  /** A piece of work counts once; it is worth nothing before this is over. */
  work: { times: 1, within: 20 * 60 },
  /** Mails with a link for one person, by one sender: as many as a reset gets. */
  invitation: { times: 3, within: 60 * 60 },
  /** The present password, asked of somebody signed in. */
  'change-password': { times: 10, within: 15 * 60 },
  /** Codes for one account, whoever types them: a million are possible, and three of them right. */
  'second-factor': { times: 10, within: 15 * 60 },
  'second-factor-day': { times: 50, within: 24 * 60 * 60 },
  /** Questions for a passkey, from one address. */
  passkey: { times: 100, within: 15 * 60 },
  /** Refresh tokens that open nothing, from one address. */
  refresh: { times: 100, within: 15 * 60 },
} as const
export type Limit = keyof typeof limits

export interface Throttle {
  /** Counts one more; false where that is one too many. */
  count(limit: Limit, key: string): Promise<boolean>
  /** The same, but throws LimitReached `code` with `retryAfter` in seconds. */
  pass(limit: Limit, key: string, code: string): Promise<void>
  /** How many stand counted: of limits whose successes are forgiven, the failures. */
  counted(limit: Limit, key: string): Promise<number>
  /** Takes one count back: it was no failure after all. */
  forgive(limit: Limit, key: string): Promise<void>
}

/** The database as the throttling library wants to ask it. */
export const storeOf = (db: Database) => ({
  query: (query: { name?: string; text: string; values?: unknown[] }) =>
    db.transaction({ scope: {} }, {}, (tx) => tx.client.query({ ...query, values: query.values ?? [] })),
})

/** `db` is opened as the role that signs people in. */
export function createThrottle({ db }: { db: Database }): Throttle {
  const storeClient = storeOf(db)
  const limiters = Object.fromEntries(
    Object.entries(limits).map(([limit, { times, within }], index) => [
      limit,
      new RateLimiterPostgres({
        storeClient,
        storeType: 'client',
        tableName: 'throttle',
        tableCreated: true,
        // One of them clears the table that they share.
        clearExpiredByTimeout: index === 0,
        keyPrefix: limit,
        points: times,
        duration: within,
      }),
    ]),
  ) as Record<Limit, RateLimiterPostgres>

  /** Seconds to wait, or null where it was not too often. Keys are kept as hashes: what was typed may be personal. */
  async function tooOften(limit: Limit, key: string): Promise<number | null> {
    try {
      await limiters[limit].consume(hashToken(key))
      return null
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
      throw refused
    }
  }
  return {
    count: async (limit, key) => (await tooOften(limit, key)) === null,
    async pass(limit, key, code) {
      const retryAfter = await tooOften(limit, key)
      if (retryAfter !== null) throw limitReached(code, { retryAfter })
    },
    async counted(limit, key) {
      return (await limiters[limit].get(hashToken(key)))?.consumedPoints ?? 0
    },
    async forgive(limit, key) {
      await limiters[limit].reward(hashToken(key))
    },
  }
}
