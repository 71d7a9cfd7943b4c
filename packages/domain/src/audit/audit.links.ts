import { whoActed, type PersonLink } from '../person-links.ts'

const written = 'what was written is never changed'

/** What of this capability points at a person. Source: PPL-5, PRV-1, AUD-1. */
export const auditLinks: readonly PersonLink[] = [
  { table: 'audit_entry', column: 'person_id', merge: 'stays', because: written, privacy: 'theirs' },
  ...whoActed('audit_entry', 'actor_person_id', 'subject_id', 'before', 'after'),
  ...['personal_before', 'personal_after'].map((column): PersonLink => ({
    ...{ table: 'audit_entry', column, merge: 'stays', because: written, privacy: 'theirs' },
  })),
  { table: 'outbox_event', column: 'data', merge: 'stays', because: written, privacy: 'trace' },
]
