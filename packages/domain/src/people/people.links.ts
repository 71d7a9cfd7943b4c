import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const peopleLinks: readonly PersonLink[] = [
  // Before the memberships: a key goes when its place is left.
  { table: 'person_key', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  {
    table: 'membership',
    column: 'person_id',
    merge: 'by-hand',
    because: 'one home, and one open membership at a node',
    privacy: 'theirs',
  },
  { table: 'person_scope', column: 'person_id', merge: 'by-hand', because: 'kept by triggers', privacy: 'theirs' },
  { table: 'consent', column: 'person_id', merge: 'by-hand', because: 'the stricter word wins', privacy: 'theirs' },
  { table: 'do_not_contact', column: 'person_id', merge: 'moves', privacy: 'theirs' },
  ...(
    [
      'duplicate_pair.first_id',
      'duplicate_pair.second_id',
      'person_sweep.person_id',
      'person_to_sweep.person_id',
    ] as const
  ).map((name): PersonLink => {
    const [table = '', column = ''] = name.split('.')
    return { table, column, merge: 'stays', because: 'found anew for the record that stays', privacy: 'theirs' }
  }),
  ...['survivor_id', 'merged_id', 'changes'].map((column): PersonLink => ({
    ...{ table: 'person_merge', column, merge: 'stays', because: 'what an un-merge gives back', privacy: 'theirs' },
  })),
  ...['key', 'before', 'after'].map((column): PersonLink => ({
    ...{
      table: 'person_merge_move',
      column,
      merge: 'stays',
      because: 'what an un-merge gives back',
      privacy: 'theirs',
    },
  })),
  ...whoActed('duplicate_pair', 'decided_by', 'proposed_by'),
  ...whoActed('person_merge', 'by_person', 'undone_by'),
  ...whoActed('people_export', 'person_id'),
  {
    ...{ table: 'people_export', column: 'asked', merge: 'stays', privacy: 'trace' },
    because: 'whom a file was made of is what it was then',
  },
  ...whoActed('membership_state', 'by_person'),
  ...whoActed('consent', 'by_person'),
  ...whoActed('do_not_contact', 'by_person', 'lifted_by'),
]
