import { whoActed, type PersonLink } from '../person-links.ts'

const written = { at: 'created_at', node: 'node_id' }

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const careLinks: readonly PersonLink[] = [
  { table: 'note', column: 'person_id', merge: 'moves', later: written, privacy: 'theirs' },
  { table: 'note', column: 'author_id', merge: 'moves', privacy: 'trace' },
  { table: 'care_note', column: 'person_id', merge: 'moves', later: written, privacy: 'theirs' },
  { table: 'care_note', column: 'author_id', merge: 'moves', privacy: 'trace' },
  { table: 'care_note_share', column: 'person_id', merge: 'moves', once: ['note_id'], privacy: 'trace' },
  {
    ...{ table: 'break_glass', column: 'person_id', merge: 'moves', privacy: 'theirs' },
    later: { at: 'at', node: 'node_id' },
  },
  ...whoActed('break_glass', 'by_person_id'),
]
