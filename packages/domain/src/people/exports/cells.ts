/** Lines of a list as they are read: headings and cells of a file. Source: REP-3. */
import { m } from '@ministry/kernel/messages'
import type { CustomField, CustomValue } from '../fields/fields.schema.ts'
import { customIdOf, type ListColumn, type OwnColumn } from '../filter.schema.ts'
import type { PersonLine } from '../people.schema.ts'

const headings: Record<OwnColumn, () => string> = {
  preferredName: m.people_field_preferred_name,
  email: m.people_field_emails,
  phone: m.people_field_phones,
  home: m.people_home,
  state: m.people_state,
  joined: m.people_column_joined,
  graduation: m.people_field_expected_graduation,
  gender: m.people_field_gender,
  birthDate: m.people_field_birth_date,
  institution: m.people_field_institution,
  courseOfStudy: m.people_field_course_of_study,
  languages: m.people_field_languages,
  street: m.people_field_street,
  city: m.people_field_city,
  province: m.people_field_province,
  postalCode: m.people_field_postal_code,
  country: m.people_field_country,
  emergencyName: m.people_field_emergency_name,
  emergencyPhone: m.people_field_emergency_phone,
  doNotContact: m.people_field_do_not_contact,
  lastSign: m.people_column_last_sign,
  createdAt: m.people_column_created_at,
  tags: m.people_tags,
}
/** Words for what is one of a few. */
const words: Partial<Record<ListColumn, Record<string, () => string>>> = {
  state: {
    visitor: m.people_state_visitor,
    member: m.people_state_member,
    pre_graduate: m.people_state_pre_graduate,
    alumni: m.people_state_alumni,
    inactive: m.people_state_inactive,
    archived: m.people_state_archived,
  },
  gender: { female: m.people_gender_female, male: m.people_gender_male, other: m.people_gender_other },
  doNotContact: { true: m.people_yes, false: () => '' },
}

type Fields = readonly Pick<CustomField, 'id' | 'label' | 'options'>[]

/** The first row; custom fields in their own words. */
export const headingsOf = (columns: readonly ListColumn[], fields: Fields): string[] => [
  m.people_field_name(),
  ...columns.map((column) => {
    const custom = customIdOf(column)
    if (custom === undefined) return headings[column as OwnColumn]()
    return fields.find(({ id }) => id === custom)?.label ?? ''
  }),
]

/** A row: the name and these columns; what isn't known is blank. */
export const cellsOf = (line: PersonLine, columns: readonly ListColumn[], fields: Fields): string[] => [
  line.name,
  ...columns.map((column) => {
    const value = line.columns?.[column] ?? null
    if (value === null) return ''
    const custom = customIdOf(column)
    if (custom !== undefined) return customText(value, fields.find(({ id }) => id === custom)?.options ?? [])
    const text = Array.isArray(value) ? value.join(', ') : String(value)
    return words[column]?.[text]?.() ?? text
  }),
]

function customText(value: CustomValue, options: Fields[number]['options']): string {
  if (typeof value === 'boolean') return value ? m.people_yes() : m.people_no()
  return [value]
    .flat()
    .map((one) => options.find(({ key }) => key === one)?.label ?? String(one))
    .join(', ')
}
