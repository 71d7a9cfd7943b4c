import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const followUpsLinks: readonly PersonLink[] = [
  {
    ...{ table: 'follow_up', column: 'person_id', merge: 'moves', privacy: 'theirs' },
    later: { at: 'created_at', node: 'node_id' },
  },
  { table: 'follow_up', column: 'assignee_id', merge: 'moves', privacy: 'trace' },
  ...whoActed('follow_up', 'created_by', 'closed_by'),
]
