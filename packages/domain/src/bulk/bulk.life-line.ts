import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'

/**
 * Tags that acts on many put on a person or took away, and when that was taken back, where the reader may read such acts; memberships
 * and follow-ups are told by those who keep them. Source: PPL-3.
 */
export const bulkOfLife: LifeLineSource = {
  key: 'bulk.tags',
  entries: (ctx, { id, readable }) => {
    if (!readable.has('tags')) return null
    const there = sql`r.person_id = ${id}::uuid and r.outcome = 'done' and b.act in ('tag', 'untag') and b.scope_ids && ${readableAt(ctx, 'BulkAct')}::uuid[]`
    const from = sql`bulk_row r join bulk_act b on b.id = r.bulk_id left join tag t on t.id = (b.what ->> 'tagId')::uuid`
    const said = sql`jsonb_strip_nulls(jsonb_build_object('tag', t.name, 'count', b.done, 'bulk', b.id, 'node', b.node_id))`
    return sql`
      select 'bulk:' || r.bulk_id as id, r.written_at as at, false as whole_day, 'bulk.' || b.act as kind, ${said} as values
        from ${from} where ${there}
      union all
      select 'bulk-undo:' || r.bulk_id, b.undone_at, false, 'bulk.' || b.act || '-undone', ${said}
        from ${from} where ${there} and r.undone = 'undone'`
  },
}
