import { whoActed, type PersonLink } from '../person-links.ts'

const decided = 'nobody is merged away who takes part in an open request, and what was decided is not rewritten'

/** What of this capability points at a person. Source: PPL-5, PRV-1, APR-2. */
export const approvalsLinks: readonly PersonLink[] = [
  { table: 'approval_case', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  { table: 'absence', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  { table: 'absence', column: 'deputy_id', merge: 'moves', privacy: 'trace' },
  ...['concerned_ids', 'excluded_ids', 'payload', 'summary'].map((column): PersonLink => ({
    ...{ table: 'approval_case', column, merge: 'stays', because: decided, privacy: 'trace' },
  })),
  ...['excluded_ids', 'assigned_to', 'assigned_by'].map((column): PersonLink => ({
    ...{ table: 'approval_seat', column, merge: 'stays', because: decided, privacy: 'trace' },
  })),
  ...['person_id', 'for_person_id'].map((column): PersonLink => ({
    ...{ table: 'approval_vote', column, merge: 'stays', because: decided, privacy: 'trace' },
  })),
  { table: 'address_note', column: 'person_id', merge: 'moves', once: ['address'], privacy: 'theirs' },
  ...whoActed('address_note', 'by_person'),
  ...whoActed('approval_comment', 'person_id'),
  ...whoActed('approval_trail', 'person_id', 'values'),
  ...whoActed('approval_route', 'created_by', 'published_by'),
]
