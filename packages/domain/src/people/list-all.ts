import { empty, sql, type Sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { Found, Question } from './list-page.ts'
import type { PersonState } from './people.schema.ts'
import { eachPerson, toLine, type LineRow, type Readable } from './person-line.ts'

/** Everybody of the states asked for: one walk along the index of the node, in its order, from where the last page ended. Source: PPL-3. */
export async function listAll(
  ctx: Context,
  { place, filter, take, behind }: Question,
  readable: Readable,
): Promise<Found> {
  const rows = await ctx.tx.rows<LineRow & { sortName: string }>(sql`
    select p.*, s.state, s.sort_name as "sortName" from person_scope s cross join lateral ${eachPerson(sql`s.person_id`)} p
     where s.ancestor_id = ${place.id}::uuid and ${inStates(filter.states)}
       ${behind ? sql`and (s.sort_name, s.person_id) > (${behind.sortName}, ${behind.id}::uuid)` : empty}
     order by s.sort_name, s.person_id limit ${take + 1}`)
  return { rows: rows.map((row) => ({ line: toLine(row, readable), sortName: row.sortName })), total: place.people }
}

function inStates(states: readonly PersonState[] = []): Sql {
  const [state, ...others] = states
  if (state === undefined) return sql`s.state <> 'archived'`
  // Several not as the index of the states would take them: that one would have to sort.
  return others.length ? sql`coalesce(s.state, '') = any (${[...states]}::text[])` : sql`s.state = ${state}`
}
