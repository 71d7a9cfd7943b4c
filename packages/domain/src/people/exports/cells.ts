/** Lines of a list as they are read: headings and cells of a file. Source: REP-3. */
import { m } from '@ministry/kernel/messages'
import type { ListColumn } from '../filter.schema.ts'
import type { PersonLine } from '../people.schema.ts'

const headings: Record<ListColumn, () => string> = {
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

/** The first row. */
export const headingsOf = (columns: readonly ListColumn[]): string[] => [
  m.people_field_name(),
  ...columns.map((column) => headings[column]()),
]

/** A row: the name and these columns; what isn't known is blank. */
export const cellsOf = (line: PersonLine, columns: readonly ListColumn[]): string[] => [
  line.name,
  ...columns.map((column) => {
    const value = line.columns?.[column] ?? null
    if (value === null) return ''
    const text = Array.isArray(value) ? value.join(', ') : String(value)
    return words[column]?.[text]?.() ?? text
  }),
]
