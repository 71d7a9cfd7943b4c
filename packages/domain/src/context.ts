/** What every verb has at hand: who asks, by what right, when, and the one transaction. */
import type { Asking, Principal } from './ports.ts'
import type { Services } from './ports.ts'

export type { Principal, Services }

/** Where a request came from; kept in the audit. Personal data never stands here. */
export interface RequestOrigin {
  id: string
  address?: string | undefined
  device?: string | undefined
}
/** Who calls: somebody signed in, a named system act on somebody's behalf, or nobody. */
export interface Caller {
  principal: Principal | null
  /** For instance `workflow:imports.commit`; absent where a person acts. */
  system?: string
  /** By which session; absent for whoever acts without one. Its `id` is a hash and opens nothing. */
  session?: { id: string; provenAt: Date; secondFactor: boolean } | undefined
  /** Of a key: what it is narrowed to. Absent: all that the principal may. */
  scopes?: readonly string[] | undefined
  request: RequestOrigin
}

/** What changed, for the audit. Personal values go into `personal`, keyed by the person, so that erasure can reach them. Source: AUD-1. */
export interface Change {
  noun: string
  subjectId?: string | undefined
  /** The place that decides who may read the entry. */
  node?: { id: string; scopeIds: readonly string[] } | undefined
  before?: unknown
  after?: unknown
  person?: { id: string; before?: unknown; after?: unknown } | undefined
  reason?: string | undefined
  /** Who did it, where that isn't the caller of the act: an approved request is executed by its case. */
  by?: Caller
}
/** A business event for the outbox; `subject` is what it is about, and orders it. */
export interface News {
  name: string
  data: Record<string, unknown>
  subject: string
}

export interface Context extends Asking {
  caller: Caller
  /** Throws NotSignedIn where nobody is. */
  principal: Principal
  /** The instant of the act: one for the whole transaction. */
  at: Date
  services: Services
  /** Notes a change; written with the transaction, or not at all. */
  audit: (change: Change) => void
  /** Hands an event to the outbox; delivered after the commit, at least once. */
  emit: (news: News) => void
}
