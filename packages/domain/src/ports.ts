export type { Asking } from '@ministry/access/scope'
export type { Principal } from '@ministry/access'
import type { Auth } from '@ministry/auth'
import type { Database } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import type { MailTokens, Transport } from '@ministry/mail'

/** What the composition root gives to the domain. */
export interface Services {
  db: Database
  /** Same database, as the role that signs people in; only verbs that say `door: 'auth'` use it. */
  authDb: Database
  clock: Clock
  /** Where people reach the product: for links in mails. No slash at the end. */
  origin: string
  /** Passwords, sessions and throttling. */
  auth: Auth
  /** Carries mails away, or keeps them. */
  mail: Transport
  /** Of the links by which a recipient chooses mails without signing in. */
  mailTokens: MailTokens
}
