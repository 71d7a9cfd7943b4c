/** Who may take what out of the product, at one place. Source: ACS-2, REP-3. */
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import type { ExportInput } from '../exports.schema.ts'
import { fieldOfColumn, fieldsAsked, nounsAsked } from '../filter.rules.ts'
import { findings } from '../list-filtered.ts'
import { fieldsAt, type Readable } from '../person-line.ts'
import { placeToList, type ListedPlace } from '../place-to-list.ts'
import type { ListColumn } from '../filter.schema.ts'

interface Leaving {
  place: ListedPlace
  /** Fields that may be both read and taken along. */
  fields: Readable
  columns: ListColumn[]
  /** Columns that stay behind. */
  without: ListColumn[]
}

/**
 * What the caller may take along from a place. Throws NotFound (the place), NotAllowed where files of people may not be made
 * there, or where the filter or the order ask about what may not be read.
 */
export async function leaving(
  ctx: Context,
  { nodeId, filter, order, columns }: Omit<ExportInput, 'format'>,
): Promise<Leaving> {
  const place = await placeToList(ctx, nodeId, filter)
  for (const action of ['read', 'export'])
    if (!reaches(ctx, action, 'Person', place)) throw notAllowed(action, 'Person')
  for (const noun of nounsAsked(filter)) if (!reaches(ctx, 'read', noun, place)) throw notAllowed('read', noun)
  const readable = fieldsAt(ctx, place, 'read')
  const has = (fields: Readable, field: string) => fields === 'all' || fields.has(field)
  if (!fieldsAsked(filter, order.by).every((field) => has(readable, field))) throw notAllowed('read', 'Person')
  const leave = fieldsAt(ctx, place, 'export')
  const fields: Readable = readable === 'all' ? leave : new Set([...readable].filter((field) => has(leave, field)))
  const goes = (column: ListColumn) => has(fields, fieldOfColumn[column])
  return { place, fields, columns: columns.filter(goes), without: columns.filter((column) => !goes(column)) }
}

/** How many a finding has, and (with `take`) whom, in order. */
export async function whomOf(
  ctx: Context,
  { filter, order, ids }: Pick<ExportInput, 'filter' | 'order' | 'ids'>,
  place: ListedPlace,
  take: number,
): Promise<{ total: number; ids: string[] }> {
  const rows = await ctx.tx.rows<{ total: number; id: string | null }>(sql`
    select f.total::int, f.id from ${findings(ctx, { place, filter, order }, { among: ids, take })} f`)
  return { total: rows[0]?.total ?? 0, ids: rows.flatMap(({ id }) => id ?? []) }
}
