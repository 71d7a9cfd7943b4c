/** Fields of a person in words: what they are called, and their values as people read them. */
import { m } from '@ministry/kernel/messages'
import { formatPartialDate } from '@ministry/ui/format.ts'
import { nameOfCountry, nameOfLanguage } from '#lib/names.ts'
import { textOfCode } from '#lib/server/say.ts'
import { phoneText } from './phone-text.ts'
import { genderName, stateName } from './words.ts'

/** `birthDate` is "Birth date". */
export const fieldName = (field: string): string =>
  textOfCode(`people.field.${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`) ??
  m.people_field_other()

const dates = new Set(['birthDate', 'expectedGraduation', 'joinedOn'])

/** A stored value as text; null where there is none. */
export function fieldText(field: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) return value.map((one) => fieldText(field, one)).join(', ') || null
  if (typeof value === 'boolean') return value ? m.people_yes() : m.people_no()
  const text = String(value)
  if (dates.has(field)) return formatPartialDate(text)
  if (field === 'gender') return genderName(text) || text
  if (field === 'state') return stateName(text) || text
  if (field === 'phones' || field === 'emergencyPhone') return phoneText(text)
  if (field === 'country' && /^[A-Z]{2}$/.test(text)) return nameOfCountry(text)
  if (field === 'languages') return nameOfLanguage(text)
  return text
}
