import { whoActed, type PersonLink } from '../person-links.ts'

const oneRow = 'one row for both sides, in one order'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const familiesLinks: readonly PersonLink[] = [
  { table: 'relation', column: 'a_id', merge: 'by-hand', because: oneRow, privacy: 'theirs' },
  { table: 'relation', column: 'b_id', merge: 'by-hand', because: oneRow, privacy: 'theirs' },
  { table: 'household_member', column: 'person_id', merge: 'moves', once: ['household_id'], privacy: 'theirs' },
  ...whoActed('relation', 'created_by'),
]
