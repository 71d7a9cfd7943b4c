/** How many calls somebody may make in a minute, counted over all processes. Source: API-1. */
import type { Database } from '@ministry/db'
import { systemClock } from '@ministry/kernel/calendar'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { storeOf } from './throttle.ts'
import { hashToken } from './tokens.ts'

/** Calls in a minute. */
export interface CallLimits {
  account: number
  /** A campus sits behind one address. */
  address: number
}
export const defaultCallLimits: CallLimits = { account: 600, address: 3000 }
/** Where somebody stands with one limit. Seconds. */
export interface Standing {
  name: keyof CallLimits
  limit: number
  window: number
  remaining: number
  resetIn: number
  passed: boolean
}
export interface Quota {
  /** Counts so many calls at once. */
  take(who: keyof CallLimits, key: string, calls?: number): Promise<Standing>
}
const WINDOW = 60
/** So many calls are fetched from the shared count at a time; of a narrow limit fewer. */
const blockOf = (limit: number) => Math.max(1, Math.min(20, Math.floor(limit / 30)))
/** Keys remembered before those of past windows are dropped. */
const MANY = 10_000

interface Lease {
  /** Calls that this process may still let through without asking. */
  left: number
  /** What the shared count has left besides. */
  shared: number
  /** Milliseconds since 1970. */
  until: number
  /** The shared count is used up. */
  spent: boolean
}

/**
 * The count is kept in the database, so that several processes count together and a restart forgives nothing; a process fetches calls
 * in blocks and spends them in memory, so that of twenty calls one waits for the count, and a flood that is refused costs the
 * database nothing. What a process has fetched and doesn't spend is lost to the others until the minute is over: the limit is at
 * most a block for each process narrower than it says, never wider.
 */
export function createQuota({ db, limits }: { db: Database; limits: CallLimits }): Quota {
  const limiters = Object.fromEntries(
    Object.entries(limits).map(([who, points]: [string, number]) => [
      who,
      new RateLimiterPostgres({
        ...{ storeClient: storeOf(db), storeType: 'client', tableName: 'throttle', tableCreated: true },
        ...{ clearExpiredByTimeout: false, keyPrefix: `calls-${who}`, points, duration: WINDOW },
      }),
    ]),
  ) as Record<keyof CallLimits, RateLimiterPostgres>
  const leases = new Map<string, Lease>()
  const asking = new Map<string, Promise<void>>()
  const now = () => systemClock.now().getTime()

  const standing = (name: keyof CallLimits, { left, shared, until }: Lease, passed: boolean): Standing => ({
    ...{ name, limit: limits[name], window: WINDOW, passed },
    remaining: left + shared,
    resetIn: Math.max(1, Math.ceil((until - now()) / 1000)),
  })

  async function fetch(who: keyof CallLimits, key: string, calls: number): Promise<Omit<Lease, 'spent'> | number> {
    try {
      const { remainingPoints, msBeforeNext } = await limiters[who].consume(key, calls)
      return { left: calls, shared: remainingPoints, until: now() + msBeforeNext }
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return now() + refused.msBeforeNext
      throw refused
    }
  }

  /** Fetches more for the slot, or notes that there is no more. */
  async function fill(slot: string, who: keyof CallLimits, key: string, calls: number): Promise<void> {
    if (leases.size > MANY) for (const [each, { until }] of leases) if (until <= now()) leases.delete(each)
    const more = await fetch(who, key, Math.max(blockOf(limits[who]), calls))
    const left = current(slot)?.left ?? 0
    if (typeof more === 'number') leases.set(slot, { left, shared: 0, until: more, spent: true })
    else leases.set(slot, { ...more, left: left + more.left, spent: false })
  }
  const current = (slot: string) => {
    const held = leases.get(slot)
    return held && held.until > now() ? held : undefined
  }

  return {
    async take(who, plain, calls = 1) {
      const key = hashToken(plain)
      const slot = `${who} ${key}`
      for (;;) {
        const lease = current(slot)
        if (lease && lease.left >= calls) {
          lease.left -= calls
          return standing(who, lease, true)
        }
        if (lease?.spent) return standing(who, lease, false)
        // One asks for all that wait.
        let asked = asking.get(slot)
        if (!asked) {
          asked = fill(slot, who, key, calls).finally(() => asking.delete(slot))
          asking.set(slot, asked)
        }
        await asked
      }
    },
  }
}
