import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { Found, Question } from './list-page.ts'
import { openStates } from './people.schema.ts'
import { eachPerson, toLine, type LineRow, type Readable } from './person-line.ts'

/** Where chips ask for more than states: one pass over the place gives the page and the total. Source: PPL-3. */
export async function listFiltered(
  ctx: Context,
  { place, filter, take, behind }: Question,
  readable: Readable,
): Promise<Found> {
  const { states = openStates, genders, graduation, doNotContact, directOnly, joinedSince } = filter
  const { from, to } = graduation ?? {}
  const rows = await ctx.tx.rows<LineRow & { sortName: string; total: number; found: string | null }>(sql`
    select f.total::int, f.id as found, p.*, f.state, f.sort_name as "sortName"
      from app.filter_people(${place.id}::uuid, ${[...states]}::text[], ${genders ?? null}::text[],
             ${from === undefined ? null : String(from)}, ${to === undefined ? null : String(to + 1)}, ${doNotContact ?? null},
             ${directOnly ?? false}, ${joinedSince ?? null}::date, ${behind?.sortName ?? null}, ${behind?.id ?? null}::uuid, ${take + 1}) f
      left join lateral ${eachPerson(sql`f.id`)} p on true
     order by f.sort_name, f.id`)
  const found = rows.filter((row) => row.found !== null)
  return {
    rows: found.map((row) => ({ line: toLine(row, readable), sortName: row.sortName })),
    total: rows[0]?.total ?? 0,
  }
}
