/** Who may be written to about what: pure. Source: MSG-2, PPL-1. */
import type { MailKind } from './messaging.schema.ts'

/** Why a mail isn't sent; each has a text, `mail_problem_…`. */
export type Obstacle =
  | 'no-person'
  | 'no-address'
  | 'archived'
  | 'do-not-contact'
  | 'no-consent'
  | 'unsubscribed'
  | 'complaint'
  | 'hard-bounce'
  | 'soft-bounces'
  | 'provider'
  | 'digest-off'

export interface Stop {
  address: string
  kind: string
  reason: string
}
export interface Addressee {
  state: string
  doNotContact: boolean
  /** The first is preferred. */
  addresses: readonly string[]
  /** The latest word on mails of each purpose; absent: nothing was ever said. */
  consents: ReadonlyMap<string, boolean>
  /** Of these addresses, in force. */
  stops: readonly Stop[]
  /** Whether the daily summary is wanted. */
  digest: boolean
}

/** Newsletters and fundraising need a yes; what belongs to taking part goes on until a no. */
const needsYes = (kind: MailKind): boolean => kind === 'newsletter' || kind === 'fundraising'

/** Whether the person wants mails of this kind, by consents alone. */
export const consentsTo = (kind: MailKind, consents: ReadonlyMap<string, boolean>): boolean =>
  kind === 'digest' || (consents.get(kind) ?? !needsYes(kind))

/**
 * The address that a mail of this kind may go to, or why there is none. A no of the person (unsubscribed, complained) at one address
 * counts for all of them; an address that can't be reached leaves the others.
 */
export function addressFor(kind: MailKind, to: Addressee): { address: string } | { obstacle: Obstacle } {
  if (to.doNotContact) return { obstacle: 'do-not-contact' }
  if (to.state === 'archived') return { obstacle: 'archived' }
  if (kind === 'digest' && !to.digest) return { obstacle: 'digest-off' }
  if (!consentsTo(kind, to.consents)) return { obstacle: 'no-consent' }
  const stops = to.stops.filter((stop) => stop.kind === kind || stop.kind === 'all')
  if (stops.some(({ reason }) => reason === 'unsubscribe')) return { obstacle: 'unsubscribed' }
  if (stops.some(({ reason }) => reason === 'complaint')) return { obstacle: 'complaint' }
  const address = to.addresses.find((candidate) => !stops.some((stop) => stop.address === candidate))
  if (address !== undefined) return { address }
  const [stop] = stops
  return { obstacle: stop ? (stop.reason as Obstacle) : 'no-address' }
}
