import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Two accounts in use are never merged. Source: PPL-5, PRV-1. */
export const accountsLinks: readonly PersonLink[] = [
  { table: 'account', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  { table: 'role_assignment', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  {
    table: 'invitation',
    column: 'person_id',
    merge: 'by-hand',
    because: 'one that is pending is withdrawn: it would open an account for the record that goes',
    privacy: 'theirs',
  },
  ...whoActed('invitation', 'invited_by'),
  ...whoActed('role_assignment', 'granted_by', 'ended_by'),
]
