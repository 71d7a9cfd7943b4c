/** Rows of an import in words: fields with their names, values as people read them, problems with what to do. */
import type { RowView } from '@ministry/domain/imports/schema'
import { m } from '@ministry/kernel/messages'
import { formatList } from '@ministry/ui/format.ts'
import { nameOfCountry } from '#lib/names.ts'
import { fieldName, fieldText } from '#lib/people/field-text.server.ts'
import { genderName, stateName } from '#lib/people/words.ts'
import { say, textOfCode } from '#lib/server/say.ts'

export interface RowLine {
  id: string
  number: number
  name: string
  personId: string | null
  changes: { label: string; before: string | null; after: string | null }[]
  problems: { column: string | null; text: string; expected: string | null }[]
}

/** Said by the name of the row already, or of no use to the reader. */
const notShown = new Set(['name', 'sortName', 'expectedGraduationSource'])

/** Rows as the pages show them. */
export const rowLines = (rows: readonly RowView[]): RowLine[] =>
  rows.map(({ number, name, personId, changes, problems }) => ({
    id: String(number),
    number,
    name: name ?? m.imports_row_unnamed(),
    personId,
    changes: changes
      .filter(({ field, before }) => !notShown.has(field) || (field === 'name' && before !== null))
      .map(({ field, before, after }) => ({
        label: nameOfField(field),
        before: fieldText(field, before),
        after: fieldText(field, after),
      })),
    problems: problems.map(({ column, code, values }) => ({
      column,
      text: problemText({ code, values }),
      expected: expectedText(values),
    })),
  }))

/** Of a field of people, or of what else imports bring in. */
const nameOfField = (field: string): string =>
  textOfCode(`imports.field.${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`) ?? fieldName(field)

/** What a value should look like; of a choice, its options. */
function expectedText({ expected, options }: RowView['problems'][number]['values']): string | null {
  if (typeof options === 'string')
    return formatList(options.split(', ').map((option) => stateName(option) || genderName(option) || option))
  return typeof expected === 'string' ? (textOfCode(expected) ?? null) : null
}

/** What is wrong with a row and what to do about it; values that are fields or dates are said in words. */
export function problemText({ code, values }: Pick<RowView['problems'][number], 'code' | 'values'>): string {
  const words = { ...values }
  if (typeof words['field'] === 'string') words['field'] = nameOfField(words['field'])
  if (code === 'imports.row.joined-in-future') words['value'] = fieldText('joinedOn', words['value']) ?? ''
  if (typeof words['region'] === 'string') words['region'] = nameOfCountry(words['region'])
  return say(code, words)
}
