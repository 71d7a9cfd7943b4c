export type { Asking } from '@ministry/access/scope'
export type { Principal } from '@ministry/access'
import type { Auth, Sealing } from '@ministry/auth'
import type { Database } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import type { Files } from './file-subject.ts'
import type { LifeLineSource } from './life-line.ts'
import type { PersonLink } from './person-links.ts'
import type { SignSource } from './signs.ts'
import type { Outgoing } from './outgoing.ts'
import type { MailTokens, Transport } from '@ministry/mail'
import type { Operations, OutboxLag } from '@ministry/workflows'

/** Where the durable functions run, and what can be seen of them from here. */
export interface Workflows {
  /** In this installation, with what operators see and do; or on an Inngest server, which has pages of its own. */
  engine: { at: 'here'; operations: Operations } | { at: 'server'; address: string }
  /** How many business events wait to be carried to the functions, and for how long. */
  outboxLag(): Promise<OutboxLag>
}

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
  /** Whether roles that need a second factor work without one: `asked` reminds of it, and stops nobody. */
  secondFactor: 'required' | 'asked'
  /** Carries mails away, or keeps them. */
  mail: Transport
  /** Seals the texts of care notes. */
  sealing: Sealing
  /** Who knows something of a person's past. */
  lifeLine: readonly LifeLineSource[]
  /** Where signs of life are recorded. */
  signs: readonly SignSource[]
  /** What points at a person, in the order in which a merge takes it. */
  personLinks: readonly PersonLink[]
  /** What can be asked for through approvals, by name; each is one of its `RequestKind`s. */
  requestKinds: readonly { name: string }[]
  /** What files can bring in, by name; each is one of the `ImportKind`s. */
  importKinds: readonly { name: string }[]
  /** Where files are stored, how large they may be, and what they hang on. */
  files: Files
  /** Of the links by which a recipient chooses mails without signing in. */
  mailTokens: MailTokens
  /** The way out to other systems, and what seals the secrets that sign. */
  webhooks: { outgoing: Outgoing; sealing: Sealing }
  /** The durable functions, for the operators' page alone: acts reach them by events. */
  workflows: Workflows
}
