/** People in a file: new ones, and what it knows of those on record. Source: IMP-1, PPL-1, PPL-2. */
import type { ImportField, ImportKind } from '../import-kind.ts'
import { applyPeople } from './apply-people.ts'
import { consentFields } from './consent-fields.ts'
import { ownImportFields, ownWordsAt } from './own-words.ts'
import { planPeople } from './plan-people.ts'
import { peopleFields } from './reading/index.ts'
import { undoPeople } from './undo-people.ts'
import { matchKeys } from './who-is-it.ts'

/** Fields for which a rule can be chosen; names are one field, whatever the columns. */
const merging = new Set(
  'name preferredName gender birthDate emails phones street city province postalCode country institution courseOfStudy expectedGraduation languages emergencyName emergencyPhone state'.split(
    ' ',
  ),
)
const fields: readonly ImportField[] = [
  ...peopleFields.map((field) => (merging.has(field.key) ? { ...field, merges: true } : field)),
  ...consentFields,
]

/** The kind `people`. */
export const peopleImport: ImportKind = {
  name: 'people',
  fields: async (ctx, place) => [...fields, ...ownImportFields(await ownWordsAt(ctx, place))],
  required: [['name', 'givenName', 'familyName', 'preferredName', 'emails']],
  matchKeys,
  plan: (ctx, job, rows) => planPeople(ctx, job, rows, { creates: true }),
  apply: applyPeople,
  undo: undoPeople,
}
