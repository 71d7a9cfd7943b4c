/** From a row's cells to what it says, field by field, whatever the kind; nothing is looked up. Pure. Source: IMP-2. */
import { createHash } from 'node:crypto'
import type { CalendarDate } from '@ministry/kernel/calendar'
import type { ImportField, ReadRow, RowChoice, RowProblem } from '../import-kind.ts'
import { valueReader } from './reading/index.ts'
import type { StoredMapping } from './stored.ts'

/** A row as it is kept: its cells as text, and what a person decided about it. */
export interface RawRow {
  number: number
  cells: string[]
  choice?: RowChoice | null
}

/** Makes the reader of a file's rows. Cells that can't be read become problems with the column's heading and what was expected. */
export function rowReader(
  fields: readonly ImportField[],
  { columns, settings }: StoredMapping,
  today: CalendarDate,
): (row: RawRow) => ReadRow {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const { dateOrder, dateOrders, region, meanings = {} } = settings
  const readers = columns.flatMap(({ column, heading, field: key }) => {
    const field = key ? byKey.get(key) : undefined
    if (!field) return []
    const read = valueReader(field, {
      region: region as never,
      dateOrder: dateOrders?.[column] ?? dateOrder,
      today,
      meanings: meanings[field.key] ?? {},
    })
    return [{ column, heading, field, read }]
  })
  return ({ number, cells, choice = null }) => {
    const problems: RowProblem[] = []
    const values = new Map<string, string | string[] | boolean>()
    for (const { column, heading, field, read } of readers) {
      const reading = read(cells[column] ?? '')
      if ('problem' in reading) {
        const value = String(reading.values['value'] ?? '')
        const said = { ...reading.values, expected: reading.expected }
        problems.push({ column: heading, value, code: reading.problem, values: said })
      } else if (reading.value !== null) {
        const before = values.get(field.key)
        const both = Array.isArray(before) && Array.isArray(reading.value)
        values.set(field.key, both ? [...new Set([...before, ...(reading.value as string[])])] : reading.value)
      }
    }
    const blank = [...new Set(readers.map(({ field }) => field.key).filter((key) => !values.has(key)))]
    const said = JSON.stringify([...values].sort(([one], [other]) => (one < other ? -1 : 1)))
    return { number, values, blank, problems, choice, print: createHash('sha256').update(said).digest('base64url') }
  }
}
