/** Columns of a list of people, and its cells, as people read them. */
import {
  customIdOf,
  listColumns,
  sortFields,
  type CustomField,
  type ListColumn,
  type OwnColumn,
  type PersonLine,
  type SortField,
} from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { getLocale } from '@ministry/kernel/runtime'
import { formatPartialDate } from '@ministry/ui/format.ts'
import { fieldName, fieldText } from './field-text.server.ts'
import { customText } from './own-facts.server.ts'

/** A column that can be chosen. */
export interface ListedColumn {
  name: ListColumn
  label: string
  /** By what a press on its heading orders the list. */
  sort: SortField | null
}

const fieldOf: Partial<Record<OwnColumn, string>> = { email: 'emails', phone: 'phones' }
const labels: Partial<Record<OwnColumn, () => string>> = {
  home: m.people_home,
  state: m.people_state,
  graduation: m.people_graduates,
  joined: m.people_column_joined,
  lastSign: m.people_column_last_sign,
  createdAt: m.people_column_created_at,
  tags: m.people_tags,
}

/** All columns that a list can have: the product's, then custom fields that hold at the place. */
export const columnsWith = (fields: readonly CustomField[]): ListedColumn[] => [
  ...listColumns.map((name) => ({
    name,
    label: labels[name]?.() ?? fieldName(fieldOf[name] ?? name),
    sort: sortFields.find((field) => field === name) ?? null,
  })),
  ...fields.map(({ id, label }) => ({
    name: `custom.${id}` as const,
    label,
    sort: `custom.${id}` as const,
  })),
]

/** What a line tells in its columns, in words; null where nothing is known. */
export const cellsIn = (line: PersonLine, fields: readonly CustomField[]): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(line.columns ?? usual(line)).map(([column, value]) => {
      const field = fields.find(({ id }) => id === customIdOf(column))
      if (field) return [column, customText(field, value)]
      if (column === 'doNotContact') return [column, value === true ? m.people_yes() : null]
      if (column === 'graduation' && value) return [column, monthText(String(value))]
      if (['joined', 'lastSign', 'createdAt'].includes(column) && value !== null)
        return [column, formatPartialDate(String(value))]
      return [column, fieldText(fieldOf[column as OwnColumn] ?? column, value)]
    }),
  )

/** What a line tells that was found by a search. */
const usual = ({ email, phone, home, expectedGraduation, state }: PersonLine) => ({
  ...{ email: email ?? null, phone: phone ?? null, home: home?.name ?? null },
  ...{ graduation: expectedGraduation ?? null, state: state ?? null },
})

/** `2028-06` as narrow as a column wants it: `Jun 2028`. */
function monthText(date: string): string {
  const [year, month] = date.split('-')
  if (!month) return year!
  const name = new Intl.DateTimeFormat(getLocale(), { month: 'short', year: 'numeric', timeZone: 'UTC' })
  return name.format(Date.UTC(Number(year), Number(month) - 1))
}
