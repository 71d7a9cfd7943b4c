import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const messagingLinks: readonly PersonLink[] = [
  {
    ...{ table: 'outgoing_mail', column: 'person_id', merge: 'moves', privacy: 'theirs' },
    later: { at: 'created_at', node: 'node_id' },
  },
  { table: 'notification', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  ...whoActed('notification', 'about_id', 'facts'),
  { table: 'mail_preference', column: 'person_id', merge: 'moves', once: [], privacy: 'theirs' },
  ...whoActed('template', 'updated_by'),
  ...whoActed('template_version', 'by_person'),
]
