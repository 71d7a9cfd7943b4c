/** Who may take what out of the product, at one place. Source: ACS-2, REP-3. */
import { reaches } from '@ministry/access/scope'
import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import type { ExportInput } from '../exports.schema.ts'
import { fieldOfColumn, type FieldsHere } from '../filter.rules.ts'
import { customIdOf, type ListColumn } from '../filter.schema.ts'
import { fieldsAt, type Readable } from '../person-line.ts'
import type { ListedPlace } from '../place-to-list.ts'
import { placeOfSelection } from '../selection.ts'

interface Leaving {
  place: ListedPlace
  /** Fields that may be both read and taken along. */
  fields: Readable
  /** Custom fields that hold there, of those spoken of. */
  own: FieldsHere
  columns: ListColumn[]
  /** Columns that stay behind. */
  without: ListColumn[]
}

/**
 * What the caller may take along from a place. Throws NotFound (the place), NotAllowed where files of people may not be made
 * there, or where the filter or the order ask about what may not be read; RuleBroken `people.exports.begin.condition-stays` where they
 * ask about what may be read and not taken along.
 */
export async function leaving(
  ctx: Context,
  { order, columns, ...selection }: Omit<ExportInput, 'format'>,
): Promise<Leaving> {
  const { place, readable, own, asked } = await placeOfSelection(ctx, selection, { order, columns })
  if (!reaches(ctx, 'export', 'Person', place)) throw notAllowed('export', 'Person')
  const has = (fields: Readable, field: string) => fields === 'all' || fields.has(field)
  const leave = fieldsAt(ctx, place, 'export')
  // Whom a condition has found is told by every line of the file.
  if (!asked.every((field) => has(leave, field))) throw ruleBroken('people.exports.begin.condition-stays')
  const fields: Readable = readable === 'all' ? leave : new Set([...readable].filter((field) => has(leave, field)))
  const here = columns.filter((column) => own.has(customIdOf(column) ?? '') || customIdOf(column) === undefined)
  const goes = (column: ListColumn) => has(fields, fieldOfColumn(column, own))
  return { place, fields, own, columns: here.filter(goes), without: here.filter((column) => !goes(column)) }
}
