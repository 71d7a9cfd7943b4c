/** A person as hand-written SQL reads and writes it. */
import { raw, type Sql } from '@ministry/db'
import type { CustomValues, PersonFields, PersonState, SomeFields } from './people.schema.ts'

const columns = {
  name: ['name', 'text'],
  sortName: ['sort_name', 'text'],
  preferredName: ['preferred_name', 'text'],
  gender: ['gender', 'text'],
  birthDate: ['birth_date', 'text'],
  emails: ['emails', 'text[]'],
  phones: ['phones', 'text[]'],
  street: ['street', 'text'],
  city: ['city', 'text'],
  province: ['province', 'text'],
  postalCode: ['postal_code', 'text'],
  country: ['country', 'text'],
  institution: ['institution', 'text'],
  courseOfStudy: ['course_of_study', 'text'],
  expectedGraduation: ['expected_graduation', 'text'],
  expectedGraduationSource: ['expected_graduation_source', 'text'],
  languages: ['languages', 'text[]'],
  emergencyName: ['emergency_name', 'text'],
  emergencyPhone: ['emergency_phone', 'text'],
} as const satisfies Record<keyof PersonFields, readonly [string, string]>
const pairs = Object.entries(columns) as [keyof PersonFields, readonly [string, string]][]

/** Everything about a person that verbs decide by; named as in the ability's conditions. */
export interface PersonRow extends Required<Omit<PersonFields, 'emails' | 'phones' | 'languages'>> {
  id: string
  emails: string[]
  phones: string[]
  languages: string[]
  /** Values of custom fields, sensitive ones too: what goes out is cut to `shownFields`. */
  custom: CustomValues
  tagIds: string[]
  photoId: string | null
  doNotContact: boolean
  listedInGroup: boolean
  enrolled: boolean
  donor: boolean
  state: PersonState
  homeNodeId: string | null
  /** Ancestors of every open membership. */
  scopeIds: string[]
  /** Ancestors of the home. */
  homeIds: string[]
  version: number
  updatedAt: Date
}

/** The select list of a PersonRow from `person p`. */
export const personRow: Sql = raw(
  [
    'p.id',
    ...pairs.map(([field, [column, type]]) =>
      type === 'text[]' ? `coalesce(p.${column}, '{}') as "${field}"` : `p.${column} as "${field}"`,
    ),
    'p.do_not_contact as "doNotContact", p.listed_in_group as "listedInGroup", p.enrolled, p.donor, p.state',
    `p.custom, coalesce(p.tag_ids, '{}') as "tagIds", p.photo_id as "photoId"`,
    'p.home_node_id as "homeNodeId", p.scope_ids as "scopeIds", p.home_ids as "homeIds", p.version, p.updated_at as "updatedAt"',
  ].join(', '),
)

/** Column names of the fields, in order: for insert lists. */
export const fieldColumns: Sql = raw(pairs.map(([, [column]]) => column).join(', '))
/** The same with their types: for record lists. */
export const fieldRecord: Sql = raw(pairs.map(([, [column, type]]) => `${column} ${type}`).join(', '))
/** The same, read from a record `r`; a list that wasn't given is an empty one. */
export const fieldValues: Sql = raw(
  pairs.map(([, [column, type]]) => (type === 'text[]' ? `coalesce(r.${column}, '{}')` : `r.${column}`)).join(', '),
)

/** Fields as a JSON object of columns, as the records above read them. A sort name that wasn't given lets the trigger take the name. */
export function toColumns(fields: SomeFields): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [field, [column]] of pairs) row[column] = fields[field]
  row['sort_name'] ??= ''
  return row
}

/** Custom fields and tags as the JSON records above hold them. */
export const ownColumns = ({ custom, tagIds }: { custom: CustomValues; tagIds: readonly string[] }) => ({
  custom,
  tag_ids: tagIds,
})
