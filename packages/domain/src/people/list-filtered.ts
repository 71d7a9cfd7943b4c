import { raw, sql, type Sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { expressionOf } from './filter.rules.ts'
import type { Found, Question } from './list-page.ts'
import type { ListOrder, PeopleFilter } from './people.schema.ts'
import type { ListedPlace } from './place-to-list.ts'
import { eachPerson, lineColumns, toLine, type LineRow, type Readable } from './person-line.ts'

/** Whom a filter finds at a place, in which order: what `app.list_people` answers. */
interface Finding {
  place: Pick<ListedPlace, 'id' | 'today'>
  filter: PeopleFilter
  order: ListOrder
}

/** The rows `(total, id, sort_key, sort_name, state)` of a finding; with `among`, of these people alone. */
export function findings(
  { at }: Context,
  { place, filter, order }: Finding,
  page: { among?: readonly string[] | undefined; after?: readonly (string | null)[] | undefined; take: number },
): Sql {
  const asked = JSON.stringify(expressionOf(filter))
  const after = page.after ? JSON.stringify(page.after) : null
  return sql`app.list_people(${place.id}::uuid, ${asked}::jsonb, ${place.today}::date, ${at}::timestamptz, ${
    page.among ? [...page.among] : null
  }::uuid[], ${order.by}, ${order.descending}, ${after}::jsonb, ${page.take}::int)`
}

/** Where more is asked for than states by name: one pass over the place gives the page and the total. Source: PPL-3. */
export async function listFiltered(
  ctx: Context,
  question: Question,
  readable: Readable | ((row: LineRow) => Readable),
  among?: readonly string[],
): Promise<Found> {
  const { place, order, columns, fields, take, behind } = question
  const after = behind && [behind.key, behind.sortName, behind.id]
  const rows = await ctx.tx.rows<
    LineRow & { sortName: string; sortKey: string | null; total: number; found: string | null }
  >(sql`
    select f.total::int, f.id as found, p.*, f.state, f.sort_name as "sortName", f.sort_key as "sortKey"
      from ${findings(ctx, question, { among, after, take: take + 1 })} f
      left join lateral ${eachPerson(sql`f.id`, lineColumns(columns, place.id))} p on true
     order by f.sort_key is null, f.sort_key ${raw(order.descending ? 'desc' : 'asc')}, f.sort_name, f.id`)
  const found = rows.filter((row) => row.found !== null)
  return {
    rows: found.map((row) => ({
      line: toLine(ctx, row, typeof readable === 'function' ? readable(row) : readable, columns, fields),
      behind: { key: row.sortKey, sortName: row.sortName },
    })),
    total: rows[0]?.total ?? 0,
  }
}
