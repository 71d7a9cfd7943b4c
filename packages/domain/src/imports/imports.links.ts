import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const importsLinks: readonly PersonLink[] = [
  ...whoActed('import', 'person_id'),
  ...['person_id', 'detail', 'cells', 'choice'].map((column): PersonLink => ({
    ...{ table: 'import_row', column, merge: 'stays', privacy: 'theirs' },
    because: 'a row keeps whom it made or met; the address leads to the record that stays',
  })),
]
