/** Rows of an import in words: fields with their names, values as people read them, problems with what to do. */
import type { RowView } from '@ministry/domain/imports/schema'
import { m } from '@ministry/kernel/messages'
import { formatList, formatPartialDate } from '@ministry/ui/format.ts'
import { nameOfCountry } from '#lib/names.ts'
import { fieldName, fieldText } from '#lib/people/field-text.server.ts'
import { reasonsText } from '#lib/people/pair-words.server.ts'
import { genderName, stateName } from '#lib/people/words.ts'
import { say, textOfCode } from '#lib/server/say.ts'
import { roleName } from '#lib/words.ts'
import { matchName, taskStateName } from './words.ts'

export interface RowLine {
  id: string
  number: number
  name: string
  personId: string | null
  changes: { label: string; before: string | null; after: string | null; kept: boolean }[]
  /** `Found by the e-mail address mary@example.org, 98 % alike`. */
  why: string | null
  /** Fields that the file leaves blank and that stay. */
  blank: string | null
  /** Those it may be; of whom no key found, what speaks for and against them. */
  candidates: { id: string; name: string; text: string; pro: string | null; contra: string | null }[]
  /** Whether a person has to say who it is; and what they have said. */
  decidable: boolean
  decided: string | null
  /** What can be put right in place: cells of the columns that are read. */
  cells: { column: number; heading: string; value: string }[]
  problems: { column: string | null; text: string; expected: string | null }[]
}

/** Said by the name of the row already, or of no use to the reader. */
const notShown = new Set(['name', 'sortName', 'expectedGraduationSource'])

/** Rows as the pages show them. */
export const rowLines = (rows: readonly RowView[], columns: readonly ReadColumn[]): RowLine[] =>
  rows.map(
    ({ number, name, verdict, outcome, personId, changes, problems, why, candidates, choice, blank, cells }) => ({
      id: String(number),
      number,
      name: name ?? m.imports_row_unnamed(),
      personId,
      why: why && reasonText(why),
      blank: blank.length ? formatList(blank.map(nameOfField)) : null,
      candidates: candidates.map((one) => ({ id: one.id, name: one.name, text: reasonText(one), ...likenessOf(one) })),
      decidable: verdict === 'conflict' && outcome === null && problems.some(({ code }) => decidable.has(code)),
      decided: choice && m.imports_decided({ what: choiceText(choice.take) }),
      cells:
        outcome === null && (verdict === 'error' || verdict === 'conflict')
          ? columns
              .filter(({ column, field }) => field !== null && cells[column] !== undefined)
              .map(({ column, heading }) => ({ column, heading: heading || `${column + 1}`, value: cells[column]! }))
          : [],
      changes: changes
        .filter(({ field, before }) => !notShown.has(field) || (field === 'name' && before !== null))
        .map(({ field, before, after, kept, shown }) => ({
          kept: kept !== undefined,
          label: shown?.title ?? nameOfField(field),
          before: shown ? shown.before : valueText(field, before),
          after: shown ? shown.after : valueText(field, after),
        })),
      problems: problems.map(({ column, code, values }) => ({
        column,
        text: problemText({ code, values }),
        expected: expectedText(values),
      })),
    }),
  )

interface ReadColumn {
  column: number
  heading: string
  field: string | null
}
/** Conflicts that a person's word ends. */
const decidable = new Set([
  'imports.row.same-target',
  'imports.row.same-name',
  'imports.row.several-people',
  'imports.row.looks-like',
])
const choiceText = (take: 'one' | 'new' | 'out') =>
  ({ one: m.imports_decided_one, new: m.imports_decide_new, out: m.imports_decide_out })[take]()
/** Why a row was found to be somebody: the key, what they have in common, and how alike they are. */
function reasonText({ by, with: common, score }: NonNullable<RowView['why']>): string {
  const percent = String(Math.round((score ?? 0) * 100))
  // Likeness is never certain, whatever the figure is rounded to.
  if (by === 'alike') return m.imports_match_likeness({ percent: String(Math.min(99, Number(percent))) })
  const key = matchName(by)
  const value = common && by === 'name-and-birth-date' ? formatPartialDate(common) : common
  const what = value ? m.imports_match_with({ key, value }) : key
  return score === null ? what : m.imports_match_alike({ what, percent })
}

/** Of a field of people, or of what else imports bring in. */
const nameOfField = (field: string): string =>
  textOfCode(`imports.field.${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`) ?? fieldName(field)

function likenessOf({ reasons = [] }: RowView['candidates'][number]) {
  const { pro, contra } = reasonsText(reasons)
  return { pro: pro.length ? formatList(pro) : null, contra: contra.length ? formatList(contra) : null }
}

const days = new Set(['roleStart', 'roleEnd', 'taskDue'])
/** A value of people, or of what else imports bring in, as people read it. */
export function valueText(field: string, value: unknown): string | null {
  if (typeof value !== 'string') return fieldText(field, value)
  if (field === 'role') return roleName(value)
  if (field === 'taskState') return taskStateName(value)
  return days.has(field) ? formatPartialDate(value) : fieldText(field, value)
}
/** An option of a choice, whichever field it belongs to. */
const optionText = (option: string) =>
  stateName(option) || genderName(option) || taskStateName(option) || roleName(option)

/** What a value should look like; of a choice, its options. */
function expectedText({ expected, options }: RowView['problems'][number]['values']): string | null {
  if (typeof options === 'string') return formatList(options.split(', ').map(optionText))
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
