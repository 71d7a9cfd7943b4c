import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person: a file hangs on its subject, whoever uploaded it. Source: PPL-5, PRV-1. */
export const filesLinks: readonly PersonLink[] = [
  ...whoActed('file', 'person_id'),
  // Where the subject is a person: ids are of one thing alone.
  { table: 'file', column: 'subject_id', merge: 'moves', privacy: 'theirs' },
]
