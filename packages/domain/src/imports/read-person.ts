/** From a row's cells to what it says of a person; nothing is looked up. Pure. Source: IMP-2. */
import type { CalendarDate } from '@ministry/kernel/calendar'
import { visible, type OpenState, type PersonFields } from '../people/index.ts'
import type { ReadRow, RowProblem } from '../import-kind.ts'
import { consentsOf, type SaidConsent } from './consent-fields.ts'
import { ownOf, type OwnWords, type SaidOwn } from './own-words.ts'
import { languageTag } from './language-tag.ts'
import { wholeName } from './reading/index.ts'
import { wordsOf } from './words-of.ts'

/** What one row says; `null` and absent both mean that it says nothing about the field. */
export interface PersonRow {
  number: number
  name: string | null
  fields: Partial<PersonFields>
  state: OpenState | 'archived' | null
  joinedOn: CalendarDate | null
  /** Name or code of a node below, as written. */
  nodeText: string | null
  doNotContact: boolean
  externalId: string | null
  problems: RowProblem[]
  consents: SaidConsent[]
  /** Custom fields and tags. */
  own: SaidOwn
  /** Fields that have a column and whose cells are blank. */
  blank: readonly string[]
  choice: ReadRow['choice']
  /** Fingerprint of everything the row says: equal rows are one person. */
  key: string
}

/** A row of people, from what its cells say by field. */
export function personOf(
  row: ReadRow,
  words: OwnWords = { fields: [], tags: [] },
  headingOf: (field: string) => string | null = () => null,
): PersonRow {
  const { number, values, blank, problems, print, choice } = row
  const found = [...problems]
  const own = ownOf(row, words, found, headingOf)
  return {
    own,
    ...compose(number, values, found),
    blank,
    key: print,
    choice,
    consents: consentsOf(values),
  }
}

function compose(
  number: number,
  values: ReadRow['values'],
  problems: RowProblem[],
): Omit<PersonRow, 'key' | 'blank' | 'choice' | 'consents' | 'own'> {
  const text = (key: string) => (values.get(key) as string | undefined) ?? null
  const list = (key: string) => values.get(key) as string[] | undefined
  const name =
    wholeName({
      name: text('name'),
      givenName: text('givenName'),
      middleName: text('middleName'),
      familyName: text('familyName'),
      suffix: text('suffix'),
    }) ?? text('preferredName')
  const fields: Partial<PersonFields> = {}
  if (name && visible.test(name)) fields.name = name
  else problems.push({ column: null, value: null, code: 'imports.row.no-name', values: {} })
  const [family, given] = [text('familyName'), text('givenName')]
  if (family && given && speaksOf(name, [family, given]))
    fields.sortName = [family, given, text('middleName')].filter(Boolean).join(' ')
  for (const key of [
    'preferredName',
    'birthDate',
    'city',
    'province',
    'postalCode',
    'country',
    'institution',
    'courseOfStudy',
    'emergencyName',
    'emergencyPhone',
  ] as const) {
    const value = text(key)
    if (value && !(key === 'preferredName' && value === name)) fields[key] = value
  }
  const gender = text('gender')
  if (gender) fields.gender = gender as NonNullable<PersonFields['gender']>
  const street = [text('street'), text('street2')].filter(Boolean).join(', ')
  if (street) fields.street = street
  const emails = list('emails')
  if (emails?.length) fields.emails = emails.slice(0, 10)
  const phones = list('phones')
  if (phones?.length) fields.phones = phones.slice(0, 10)
  const graduation = text('expectedGraduation')
  if (graduation) Object.assign(fields, { expectedGraduation: graduation, expectedGraduationSource: 'import' })
  const tags = (list('languages') ?? []).map(languageTag)
  if (tags.length) fields.languages = tags.filter((tag): tag is string => tag !== null)
  limitLengths(fields, problems)
  return {
    number,
    name,
    fields,
    state:
      values.get('active') === false && text('state') !== 'archived'
        ? 'inactive'
        : (text('state') as PersonRow['state']),
    joinedOn: text('joinedOn'),
    nodeText: text('node'),
    doNotContact: values.get('doNotContact') === true,
    externalId: text('externalId'),
    problems,
  }
}

/** Whether the parts of a name are those of the name as it is written: beside another one they are somebody else's, or older. */
function speaksOf(name: string | null, parts: readonly string[]): boolean {
  const written = wordsOf(name ?? '').split(' ')
  // Written without gaps, a name begins and ends with its parts.
  const [whole = ''] = written
  return parts.every((part) =>
    wordsOf(part)
      .split(' ')
      .every((word) => written.includes(word) || (written.length === 1 && whole.includes(word))),
  )
}

const longest: Partial<Record<keyof PersonFields, number>> = {
  name: 300,
  preferredName: 300,
  street: 300,
  city: 200,
  province: 200,
  postalCode: 40,
  country: 100,
  institution: 300,
  courseOfStudy: 300,
  emergencyName: 300,
}
function limitLengths(fields: Partial<PersonFields>, problems: RowProblem[]) {
  for (const [field, limit] of Object.entries(longest) as [keyof PersonFields, number][]) {
    const value = fields[field]
    if (typeof value !== 'string' || value.length <= limit) continue
    problems.push({
      column: null,
      value: `${value.slice(0, 60)}…`,
      code: 'imports.row.too-long',
      values: { field, limit },
    })
    delete fields[field]
  }
}
