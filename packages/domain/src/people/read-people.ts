import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { eachPerson } from './person-line.ts'
import { personRow, type PersonRow } from './person-row.ts'

/** Those of the people who may be read, by id, in one statement: the set form of `find`. Source: ACS-3. */
export async function readPeople(ctx: Context, ids: readonly string[]): Promise<Map<string, PersonRow>> {
  ctx.asked('read', 'Person')
  const rows = await ctx.tx.rows<PersonRow>(
    sql`select p.* from unnest(${[...new Set(ids)]}::uuid[]) as w(id) cross join lateral ${eachPerson(sql`w.id`, personRow)} p`,
  )
  return new Map(rows.filter((row) => may(ctx.ability, 'read', 'Person', row)).map((row) => [row.id, row]))
}
