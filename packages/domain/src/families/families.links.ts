import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const familiesLinks: readonly PersonLink[] = [
  { table: 'relation', column: 'a_id', merge: 'moves', once: ['b_id', 'kind'], privacy: 'theirs' },
  { table: 'relation', column: 'b_id', merge: 'moves', once: ['a_id', 'kind'], privacy: 'theirs' },
  { table: 'household_member', column: 'person_id', merge: 'moves', once: ['household_id'], privacy: 'theirs' },
  ...whoActed('relation', 'created_by'),
]
