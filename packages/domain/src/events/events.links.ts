import type { PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const eventsLinks: readonly PersonLink[] = [
  {
    ...{ table: 'event', column: 'person_id', merge: 'moves', privacy: 'trace' },
    later: { at: 'created_at', node: 'node_id' },
  },
]
