/** Passwords: kept as bcrypt of an HMAC, so that nothing is cut at 72 bytes and the table alone is of no use. Source: ACC-4. */
import { createHmac } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/bcrypt'
import { createTurns } from './turns.ts'
import { createWeakness, type Owner } from './weak-passwords.ts'

export interface PasswordOptions {
  /** Secret of the installation; without it a stolen table of hashes can't be tried out. */
  pepper: string
  /** bcrypt's; each step doubles the time. */
  cost?: number
  /** Hashes at a time. The rest wait, so that the pages of everybody else don't. */
  atOnce?: number
}
export interface Passwords {
  /** Throws LimitReached `auth.busy` where too many wait for their turn. */
  hash(password: string): Promise<string>
  /** Takes the same time where there is no hash to compare with. Throws LimitReached `auth.busy`. */
  verify(password: string, hash: string | null): Promise<boolean>
  /** Code of the rule that this password breaks for its owner, or null. */
  weakness(password: string, owner: Owner): string | null
}

/** Six hundred: a movement that signs in after a service waits a minute at most. */
const WAITING = 600
/** From so many on it is more than a few who happen to come together: one more is hashed at a time until they are through. */
const CROWD = 8

/**
 * Hashing off the event loop; half the processors, and never all threads that files and name look-ups need as well. The cost is what
 * two processors can do for 500 people a minute; the pepper keeps a stolen table from being tried out at all. Source: ACC-4.
 */
export function createPasswords({ pepper, cost = 11, atOnce = defaultAtOnce() }: PasswordOptions): Passwords {
  const turns = createTurns({ atOnce, waiting: WAITING, crowd: CROWD })
  // Opens to no password, and costs what a real one costs.
  const nobody = `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`
  const reduce = (password: string) => createHmac('sha256', pepper).update(password.normalize('NFKC')).digest('base64')
  return {
    hash: (password) => turns.take(() => hash(reduce(password), { cost })),
    verify: (password, known) =>
      turns.take(async () => (await verify(reduce(password), known ?? nobody)) && known !== null),
    weakness: createWeakness(),
  }
}

const defaultAtOnce = () => Math.max(1, Math.min(3, Math.floor(availableParallelism() / 2)))
