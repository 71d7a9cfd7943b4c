/** What a filter means, and what it asks about. Pure. Source: PPL-3, ACS-3. */
import type { Noun } from '@ministry/access'
import { rightOf } from './fields/fields.rules.ts'
import type { CustomField } from './fields/fields.schema.ts'
import type { sortFields } from './filter.schema.ts'
import {
  customIdOf,
  termsOf,
  type FilterExpression,
  type FilterTerm,
  type ListColumn,
  type OwnColumn,
  type SortField,
} from './filter.schema.ts'
import { openStates, type PeopleFilter } from './people.schema.ts'

/** Chips and expression as one expression. Archived people are left out unless somebody asks for them by name. */
export function expressionOf({
  states,
  genders,
  graduation,
  doNotContact,
  directOnly,
  joinedSince,
  where,
}: PeopleFilter) {
  const archivedToo =
    where && termsOf(where).some((term) => term.field === 'state' && !term.not && term.is.includes('archived'))
  const years = {
    ...(graduation?.from !== undefined && { from: String(graduation.from) }),
    ...(graduation?.to !== undefined && { to: String(graduation.to) }),
  }
  const all: FilterExpression[] = [
    { field: 'state', is: [...(states ?? [...openStates, ...(archivedToo ? (['archived'] as const) : [])])] },
    ...(genders ? [{ field: 'gender' as const, is: genders }] : []),
    ...(graduation && Object.keys(years).length ? [{ field: 'graduation' as const, ...years }] : []),
    ...(doNotContact === undefined
      ? []
      : [{ field: 'doNotContact' as const, ...(!doNotContact && { not: true as const }) }]),
    ...(joinedSince !== undefined
      ? [{ field: 'joined' as const, from: joinedSince, ...(directOnly && { directly: true as const }) }]
      : directOnly
        ? [{ field: 'directly' as const }]
        : []),
    ...(where ? [where] : []),
  ]
  return { all }
}

/** The field of a person that each term asks about: who may not read it is told nothing by it. */
const fieldOfTerm: Record<Exclude<FilterTerm['field'], 'custom' | 'known'>, string> = {
  state: 'state',
  gender: 'gender',
  directly: 'home',
  joined: 'joined',
  graduation: 'expectedGraduation',
  birthday: 'birthDate',
  age: 'birthDate',
  institution: 'institution',
  courseOfStudy: 'courseOfStudy',
  city: 'city',
  province: 'province',
  country: 'country',
  languages: 'languages',
  doNotContact: 'doNotContact',
  consent: 'doNotContact',
  lastSign: 'updatedAt',
  role: 'state',
  tags: 'tags',
}
const fieldsOfKnown: Record<Extract<FilterTerm, { field: 'known' }>['is'], readonly string[]> = {
  email: ['emails'],
  phone: ['phones'],
  birthDate: ['birthDate'],
  gender: ['gender'],
  graduation: ['expectedGraduation'],
  institution: ['institution'],
  address: ['street', 'city', 'postalCode'],
  emergency: ['emergencyName', 'emergencyPhone'],
}
const fieldOfSort: Record<(typeof sortFields)[number], string> = {
  name: 'name',
  joined: 'joined',
  graduation: 'expectedGraduation',
  home: 'home',
  state: 'state',
  birthDate: 'birthDate',
  institution: 'institution',
  city: 'city',
  createdAt: 'createdAt',
  lastSign: 'updatedAt',
}

const fieldOfOwnColumn: Record<OwnColumn, string> = {
  preferredName: 'preferredName',
  email: 'emails',
  phone: 'phones',
  home: 'home',
  state: 'state',
  joined: 'joined',
  graduation: 'expectedGraduation',
  gender: 'gender',
  birthDate: 'birthDate',
  institution: 'institution',
  courseOfStudy: 'courseOfStudy',
  languages: 'languages',
  street: 'street',
  city: 'city',
  province: 'province',
  postalCode: 'postalCode',
  country: 'country',
  emergencyName: 'emergencyName',
  emergencyPhone: 'emergencyPhone',
  doNotContact: 'doNotContact',
  lastSign: 'updatedAt',
  createdAt: 'createdAt',
  tags: 'tags',
}

/** Custom fields that hold at a place, by id. */
export type FieldsHere = ReadonlyMap<string, CustomField>
/** One of which nothing is known counts as sensitive. */
const rightOfCustom = (fields: FieldsHere, id: string) => rightOf(fields.get(id) ?? { sensitive: true })

/** The field of a person that a column tells. */
export function fieldOfColumn(column: ListColumn, fields: FieldsHere): string {
  const custom = customIdOf(column)
  return custom === undefined ? fieldOfOwnColumn[column as OwnColumn] : rightOfCustom(fields, custom)
}

/** The custom fields that a filter and an order ask about. */
export const customAsked = ({ where }: PeopleFilter, by: SortField = 'name'): string[] => [
  ...(where ? termsOf(where).flatMap((term) => (term.field === 'custom' ? term.id : [])) : []),
  ...[customIdOf(by) ?? []].flat(),
]

/** The tags that a filter asks about. */
export const tagsAsked = ({ where }: PeopleFilter): string[] =>
  where ? termsOf(where).flatMap((term) => (term.field === 'tags' ? term.is : [])) : []

/** The fields of a person that a filter and an order ask about; the order of names asks nothing. */
export function fieldsAsked(filter: PeopleFilter, by: SortField = 'name', fields: FieldsHere = new Map()): string[] {
  const { states, genders, graduation, doNotContact, directOnly, joinedSince, where } = filter
  const ofTerm = (term: FilterTerm) => {
    if (term.field === 'custom') return rightOfCustom(fields, term.id)
    return term.field === 'known' ? fieldsOfKnown[term.is] : fieldOfTerm[term.field]
  }
  const sortedBy = customIdOf(by)
  return [
    ...new Set([
      ...(states ? ['state'] : []),
      ...(directOnly ? ['home'] : []),
      ...(joinedSince ? ['joined'] : []),
      ...(genders ? ['gender'] : []),
      ...(graduation ? ['expectedGraduation'] : []),
      ...(doNotContact === undefined ? [] : ['doNotContact']),
      ...(where ? termsOf(where).flatMap(ofTerm) : []),
      ...(by === 'name'
        ? []
        : sortedBy === undefined
          ? [fieldOfSort[by as (typeof sortFields)[number]]]
          : [rightOfCustom(fields, sortedBy)]),
    ]),
  ]
}

/** Whether a term asks a custom field something that values of its kind can answer. */
export function fitsKind(
  { kind, options }: CustomField,
  { is, from, to, has }: FilterTerm & { field: 'custom' },
): boolean {
  if ([is, from ?? to, has].filter((asked) => asked !== undefined).length > 1) return false
  if (is) {
    if (kind === 'yes-no') return is.every((value) => typeof value === 'boolean')
    return is.every((value) => options.some(({ key }) => key === value))
  }
  const bound = kind === 'number' ? 'number' : kind === 'date' ? 'string' : null
  if (from !== undefined || to !== undefined)
    return [from, to].every((value) => value === undefined || typeof value === bound)
  return has === undefined || ['text', 'long-text', 'link'].includes(kind)
}

/** What a filter asks about besides people themselves: nouns that must be readable at the whole place. */
export const nounsAsked = ({ where }: PeopleFilter): Noun[] =>
  where && termsOf(where).some(({ field }) => field === 'role') ? ['RoleAssignment'] : []
