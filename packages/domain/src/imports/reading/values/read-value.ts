import type { ExpectedCode } from '../codes.ts'
import type { FieldKind, ImportField } from '../matching/import-field.ts'
import { readCountry } from './read-country.ts'
import { readDate } from './read-date.ts'
import { readEmail } from './read-email.ts'
import { readName } from './read-name.ts'
import { readPhone } from './read-phone.ts'
import { readText } from './read-text.ts'
import { choiceReader, readYesNo, saysNothing } from './read-words.ts'
import { splitCell } from './split-cell.ts'
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

/**
 * How the cells of a column are read: text as it is, everything else in one form (E.164, ISO dates, option keys). Fields
 * of several values give a list without repeats. A blank cell, or one that says nothing (`N/A`), is null. The reader
 * never throws. Source: IMP-2, IMP-6.
 */
export function valueReader(field: ReadableField, settings: ReadSettings): (cell: string) => Reading {
  const one = readerOfOne(field, settings)
  const read = field.multiple ? (text: string) => readSeveral(splitCell(field.kind, text), one) : one
  // A choice asks the importer's own words first: "unknown" may mean something.
  const takesAnyText = field.kind === 'text' || field.kind === 'name' || field.kind === 'choice'
  return (cell) => {
    const text = readText(cell, expected[field.kind])
    if ('problem' in text) return text
    if (text.value === '' || (!takesAnyText && saysNothing(text.value))) return { value: null }
    return read(text.value)
  }
}

/** Reads one cell; for a whole column make its `valueReader` once. Source: IMP-2. */
export const readValue = (field: ReadableField, cell: string, settings: ReadSettings): Reading =>
  valueReader(field, settings)(cell)

function readSeveral(parts: readonly string[], one: (part: string) => Reading): Reading {
  const values: string[] = []
  let note: ReadableValue['note']
  for (const part of parts) {
    const reading = one(part)
    if ('problem' in reading) return reading
    if (typeof reading.value === 'string' && !values.includes(reading.value)) values.push(reading.value)
    note ??= reading.note
  }
  const value: FieldValue = values.length > 0 ? values : null
  return note ? { value, note } : { value }
}

function readerOfOne(
  { kind, choices = [], past = false }: ReadableField,
  settings: ReadSettings,
): (text: string) => Reading {
  switch (kind) {
    case 'text':
      return (value) => ({ value })
    case 'name':
      return readName
    case 'email':
      return readEmail
    case 'phone':
      return (text) => readPhone(text, settings.region)
    case 'date':
    case 'partial-date':
    case 'month':
      return (text) => readDate(text, kind, past, settings)
    case 'boolean':
      return readYesNo
    case 'country':
      return readCountry
    case 'choice':
      return choiceReader(choices, settings)
  }
}
