/** Whom a selection means: the people of a place whom a filter finds, or those of them who were ticked. Source: PPL-3, ACS-3. */
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { fieldsSpokenOf } from './asked-fields.ts'
import { fieldsAsked, nounsAsked, type FieldsHere } from './filter.rules.ts'
import type { ListColumn, ListOrder } from './filter.schema.ts'
import { findings } from './list-filtered.ts'
import type { Selection } from './people-filter.schema.ts'
import { readableAt, type Readable } from './person-line.ts'
import { placeToList, type ListedPlace } from './place-to-list.ts'

const byName: ListOrder = { by: 'name', descending: false }

interface Asked {
  place: ListedPlace
  /** Fields of the people there that the caller may read. */
  readable: Readable
  /** Custom fields that filter, order and columns speak of. */
  own: FieldsHere
  /** Fields of a person that filter and order ask about. */
  asked: string[]
}

/**
 * The place of a selection, for who sees everybody there and may read whatever is asked about. Throws NotFound (the place), NotAllowed,
 * InvalidInput `people.list.no-such-{field,tag}`. Source: ACS-3.
 */
export async function placeOfSelection(
  ctx: Context,
  { nodeId, filter }: Selection,
  { order = byName, columns = [] }: { order?: ListOrder; columns?: readonly ListColumn[] } = {},
): Promise<Asked> {
  const place = await placeToList(ctx, nodeId, filter)
  if (!reaches(ctx, 'read', 'Person', place)) throw notAllowed('read', 'Person')
  for (const noun of nounsAsked(filter)) if (!reaches(ctx, 'read', noun, place)) throw notAllowed('read', noun)
  const own = await fieldsSpokenOf(ctx, place, { filter, order, columns })
  const readable = readableAt(ctx, place)
  const asked = fieldsAsked(filter, order.by, own)
  if (readable !== 'all' && !asked.every((field) => readable.has(field))) throw notAllowed('read', 'Person')
  return { place, readable, own, asked }
}

/** How many a selection has, and the first `take` of them, in order; the caller has been asked by `placeOfSelection`. Source: PPL-3. */
export async function whomOf(
  ctx: Context,
  { filter, ids }: Pick<Selection, 'filter' | 'ids'>,
  place: ListedPlace,
  { order = byName, take }: { order?: ListOrder; take: number },
): Promise<{ total: number; ids: string[] }> {
  const rows = await ctx.tx.rows<{ total: number; id: string | null }>(sql`
    select f.total::int, f.id from ${findings(ctx, { place, filter, order }, { among: ids, take })} f`)
  return { total: rows[0]?.total ?? 0, ids: rows.flatMap(({ id }) => id ?? []) }
}
