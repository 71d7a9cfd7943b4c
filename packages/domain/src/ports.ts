export type { Asking } from '@ministry/access/scope'
export type { Principal } from '@ministry/access'
import type { Database } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'

/** What the composition root gives to the domain. Capabilities that need more extend this interface by declaration merging in their index.ts. */
export interface Services {
  db: Database
  /** Same database, as the role that signs people in; only verbs that say `door: 'auth'` use it. */
  authDb: Database
  clock: Clock
  /** Where people reach the product: for links in mails. No slash at the end. */
  origin: string
}
