import type { ExpectedCode } from '../codes.ts'
import type { FieldKind, ImportField } from '../matching/import-field.ts'
import { readCountry } from './read-country.ts'
import { readDate } from './read-date.ts'
import { readEmail } from './read-email.ts'
import { readName } from './read-name.ts'
import { readPhone } from './read-phone.ts'
import { readText } from './read-text.ts'
import { readChoice, readYesNo, saysNothing } from './read-words.ts'
import type { FieldValue, ReadableValue, Reading, ReadSettings } from './reading.ts'

/** What of a field decides how its cells are read. */
export type ReadableField = Pick<ImportField, 'kind' | 'choices' | 'multiple' | 'past'>

const expected: Record<FieldKind, ExpectedCode> = {
  text: 'imports.value.expected-text',
  name: 'imports.value.expected-text',
  email: 'imports.value.expected-email',
  phone: 'imports.value.expected-phone',
  date: 'imports.value.expected-date',
  'partial-date': 'imports.value.expected-partial-date',
  month: 'imports.value.expected-month',
  boolean: 'imports.value.expected-boolean',
  choice: 'imports.value.expected-choice',
  country: 'imports.value.expected-country',
}

/** Where a cell of several values is cut; phones and e-mails hold no commas, languages neither. */
const separators = /[;,\n\r|]|\s\/\s/

/**
 * Reads a cell: text as it is, everything else in one form (E.164, ISO dates, option keys). Fields of several values give
 * a list without repeats. A blank cell, or one that says nothing (`N/A`), is null. Never throws. Source: IMP-2, IMP-6.
 */
export function readValue(field: ReadableField, cell: string, settings: ReadSettings): Reading {
  const text = readText(cell, expected[field.kind])
  if ('problem' in text) return text
  const { value } = text
  if (value === '') return { value: null }
  const free = field.kind === 'text' || field.kind === 'name'
  // What the importer said about a word comes before what we make of it.
  if (!free && !(field.kind === 'choice' && settings.meanings) && saysNothing(value)) return { value: null }
  return field.multiple ? readSeveral(field, value, settings) : readOne(field, value, settings)
}

function readSeveral(field: ReadableField, text: string, settings: ReadSettings): Reading {
  const values: string[] = []
  let note: ReadableValue['note']
  for (const part of text.split(separators).map((piece) => piece.trim())) {
    if (part === '') continue
    const reading = readOne(field, part, settings)
    if ('problem' in reading) return reading
    if (typeof reading.value === 'string' && !values.includes(reading.value)) values.push(reading.value)
    note ??= reading.note
  }
  const value: FieldValue = values.length > 0 ? values : null
  return note ? { value, note } : { value }
}

function readOne(field: ReadableField, text: string, settings: ReadSettings): Reading {
  switch (field.kind) {
    case 'text':
      return { value: text }
    case 'name':
      return readName(text)
    case 'email':
      return readEmail(text)
    case 'phone':
      return readPhone(text, settings.region)
    case 'date':
    case 'partial-date':
    case 'month':
      return readDate(text, field.kind, field.past ?? false, settings)
    case 'boolean':
      return readYesNo(text)
    case 'country':
      return readCountry(text)
    case 'choice': {
      const reading = readChoice(text, field.choices ?? [], settings)
      return 'problem' in reading && saysNothing(text) ? { value: null } : reading
    }
  }
}
