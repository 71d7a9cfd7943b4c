import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const transfersLinks: readonly PersonLink[] = [
  {
    table: 'transfer',
    column: 'person_id',
    merge: 'stays',
    because: 'an offer was about the record that was offered',
    privacy: 'theirs',
  },
  ...whoActed('transfer', 'offered_by', 'decided_by'),
]
