/** Relations on the life line. Source: PPL-3, PPL-7. */
import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'

/** Since when a relation is known, where the reader may read both people. */
export const relationsOfLife: LifeLineSource = {
  key: 'families.relations',
  entries: (ctx, { id, own }) => {
    const here = readableAt(ctx, 'Household')
    if (own) return null
    return sql`
      select 'relation:' || r.id as id, r.created_at as at, false as whole_day,
             'families.' || case when r.b_id = ${id}::uuid then r.kind when r.kind = 'parent' then 'child' when r.kind = 'guardian' then 'ward'
                                 when r.kind = 'mentor' then 'mentee' else r.kind end as kind,
             jsonb_build_object('name', o.name) as values
        from relation r join person o on o.id = case when r.a_id = ${id}::uuid then r.b_id else r.a_id end
       where (r.a_id = ${id}::uuid or r.b_id = ${id}::uuid) and o.scope_ids && ${here}::uuid[]`
  },
}
