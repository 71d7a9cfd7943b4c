/** What a filter means, and what it asks about. Pure. Source: PPL-3, ACS-3. */
import type { Noun } from '@ministry/access'
import { termsOf, type FilterExpression, type FilterTerm, type ListColumn, type SortField } from './filter.schema.ts'
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
const fieldOfTerm: Record<FilterTerm['field'], string | null> = {
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
  known: null,
  lastSign: 'updatedAt',
  role: 'state',
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
const fieldOfSort: Record<SortField, string> = {
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

/** The field of a person that a column tells. */
export const fieldOfColumn: Record<ListColumn, string> = {
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
}

/** The fields of a person that a filter and an order ask about; the order of names asks nothing. */
export function fieldsAsked(filter: PeopleFilter, by: SortField = 'name'): string[] {
  const { states, genders, graduation, doNotContact, directOnly, joinedSince, where } = filter
  const terms = where ? termsOf(where) : []
  return [
    ...new Set([
      ...(states ? ['state'] : []),
      ...(directOnly ? ['home'] : []),
      ...(joinedSince ? ['joined'] : []),
      ...(genders ? ['gender'] : []),
      ...(graduation ? ['expectedGraduation'] : []),
      ...(doNotContact === undefined ? [] : ['doNotContact']),
      ...terms.flatMap((term) => (term.field === 'known' ? fieldsOfKnown[term.is] : (fieldOfTerm[term.field] ?? []))),
      ...(by === 'name' ? [] : [fieldOfSort[by]]),
    ]),
  ]
}

/** What a filter asks about besides people themselves: nouns that must be readable at the whole place. */
export const nounsAsked = ({ where }: PeopleFilter): Noun[] =>
  where && termsOf(where).some(({ field }) => field === 'role') ? ['RoleAssignment'] : []
