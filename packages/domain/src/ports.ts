export type { Asking } from '@ministry/access/scope'
export type { Principal } from '@ministry/access'
import type { Auth } from '@ministry/auth'
import type { Database } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import type { LifeLineSource } from './life-line.ts'
import type { SignSource } from './signs.ts'
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
  /** Who knows something of a person's past. */
  lifeLine: readonly LifeLineSource[]
  /** Where signs of life are recorded. */
  signs: readonly SignSource[]
  /** Of the links by which a recipient chooses mails without signing in. */
  mailTokens: MailTokens
}
