import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const bulkLinks: readonly PersonLink[] = [
  ...whoActed('bulk_act', 'person_id', 'undone_by'),
  ...['asked', 'what'].map((column): PersonLink => ({
    ...{ table: 'bulk_act', column, merge: 'stays', privacy: 'trace' },
    because: 'what was asked for, of whom and by whom to be done, is what it was then',
  })),
  {
    ...{ table: 'bulk_row', column: 'person_id', merge: 'stays', privacy: 'theirs' },
    because: 'an act keeps whom it met; an undo spares who is somebody else by now',
  },
]
