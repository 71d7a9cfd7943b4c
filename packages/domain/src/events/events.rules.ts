/** How an event stands, and what of it can't be. Source: EVT-1, EVT-2. */
import type { eventStates } from './events.schema.ts'

/** An event is approved, waits for its approvers, or is a draft: also when it was sent back, refused or withdrawn. Source: EVT-2. */
export function stateOf(approvedAt: Date | null, caseState: string | null): (typeof eventStates)[number] {
  if (approvedAt) return 'approved'
  return caseState === 'open' ? 'awaiting' : 'draft'
}

/** Why an event can't be so, or null: a part of the rule's code. */
export function obstacleTo(event: {
  startsAt: string
  endsAt: string
  place: string | null
  link: string | null
}): string | null {
  if (Date.parse(event.endsAt) <= Date.parse(event.startsAt)) return 'ends-before-it-starts'
  return event.place || event.link ? null : 'nowhere'
}
