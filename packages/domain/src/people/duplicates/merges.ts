import { empty, sql } from '@ministry/db'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { query } from '../../verb.ts'
import { assertReaches, placesOf } from '../places.ts'
import { mergesInput, mergesOutput } from './duplicates.schema.ts'

/** Merges of people at a node that can be taken back, the latest first. Errors: NotFound node, NotAllowed. Source: PPL-5. */
export const merges = query({
  name: 'people.merges',
  permission: { action: 'merge', noun: 'Person' },
  input: mergesInput,
  output: mergesOutput,
  async run(ctx, { nodeId, take, after }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    assertReaches(ctx, 'merge', 'Person', place)
    const filter = sql`m.undone_at is null and s.home_ids @> array[${nodeId}::uuid]`
    const [at, last] = (after && decodeCursor(after, 2)) || []
    const behind =
      typeof at === 'string' && typeof last === 'string'
        ? sql`and (m.at, m.id) < (${at}::timestamptz, ${last}::uuid)`
        : empty
    const found = await ctx.tx.rows<{
      id: string
      at: Date
      by: string | null
      survivorId: string
      name: string
      mergedName: string
    }>(sql`
      select m.id, m.at, (select p.name from person p where p.id = m.by_person) as by, s.id as "survivorId", s.name, app.merged_name(m.id) as "mergedName"
        from person_merge m join person s on s.id = m.survivor_id where ${filter} ${behind}
       order by m.at desc, m.id desc limit ${take + 1}`)
    const [count] = await ctx.tx.rows<{ total: number }>(
      sql`select count(*)::int as total from person_merge m join person s on s.id = m.survivor_id where ${filter}`,
    )
    const rows = found.slice(0, take)
    const end = rows.at(-1)
    return {
      rows: rows.map(({ survivorId, name, ...row }) => ({ ...row, survivor: { id: survivorId, name } })),
      next: found.length > take ? encodeCursor([end!.at.toISOString(), end!.id]) : null,
      total: count!.total,
    }
  },
})
