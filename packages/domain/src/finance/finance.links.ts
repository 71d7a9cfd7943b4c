import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const financeLinks: readonly PersonLink[] = [
  {
    ...{ table: 'expense', column: 'person_id', merge: 'moves', privacy: 'theirs' },
    later: { at: 'requested_at', node: 'node_id' },
  },
  ...whoActed('exchange_rate', 'entered_by'),
]
