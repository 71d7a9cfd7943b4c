import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const automationLinks: readonly PersonLink[] = [
  {
    ...{ table: 'automation_enrolment', column: 'person_id', merge: 'moves', privacy: 'theirs' },
    once: ['automation', 'occurrence'],
  },
  {
    ...{ table: 'automation_act', column: 'person_id', merge: 'moves', privacy: 'theirs' },
    once: ['automation', 'occurrence', 'step'],
  },
  { table: 'automation_hold', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  { table: 'automation_go_ahead', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  {
    ...{ table: 'sign_of_life', column: 'person_id', merge: 'moves', privacy: 'theirs' },
    ...{ once: [], latest: ['last_at', 'recurring_at', 'settled_at'] },
  },
  ...whoActed('automation_hold', 'by_person', 'lifted_by'),
  ...whoActed('automation_go_ahead', 'by_person'),
  ...whoActed('automation_setting', 'updated_by'),
]
