import { empty, sql, type Sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { Found, Question } from './list-page.ts'
import type { PersonState } from './people.schema.ts'
import { eachPerson, lineColumns, toLine, type LineRow, type Readable } from './person-line.ts'

/** Everybody of the states asked for: one walk along the index of the node, in its order, from where the last page ended. Source: PPL-3. */
export async function listAll(
  ctx: Context,
  { place, filter, order: { descending }, columns, fields, take, behind }: Question,
  readable: Readable,
): Promise<Found> {
  const rest = behind && sql`(${behind.sortName}, ${behind.id}::uuid)`
  const further =
    rest && (descending ? sql`and (s.sort_name, s.person_id) < ${rest}` : sql`and (s.sort_name, s.person_id) > ${rest}`)
  const rows = await ctx.tx.rows<LineRow & { sortName: string }>(sql`
    select p.*, s.state, s.sort_name as "sortName" from person_scope s cross join lateral ${eachPerson(sql`s.person_id`, lineColumns(columns, place.id))} p
     where s.ancestor_id = ${place.id}::uuid and ${inStates(filter.states)} ${further ?? empty}
     order by ${descending ? sql`s.sort_name desc, s.person_id desc` : sql`s.sort_name, s.person_id`} limit ${take + 1}`)
  return {
    rows: rows.map((row) => ({
      line: toLine(ctx, row, readable, columns, fields),
      behind: { key: row.sortName, sortName: row.sortName },
    })),
    total: place.people,
  }
}

function inStates(states: readonly PersonState[] = []): Sql {
  const [state, ...others] = states
  if (state === undefined) return sql`s.state <> 'archived'`
  // Several not as the index of the states would take them: that one would have to sort.
  return others.length ? sql`coalesce(s.state, '') = any (${[...states]}::text[])` : sql`s.state = ${state}`
}
