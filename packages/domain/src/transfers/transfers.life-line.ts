/** Transfers on the life line. Source: PPL-3, PPL-4. */
import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'

/** That a person was offered to another region, and how it ended, for whoever reads transfers on one of the sides; never the person. */
export const transfersOfLife: LifeLineSource = {
  key: 'transfers.all',
  entries: (ctx, { id, own }) => {
    if (own) return null
    const there = sql`t.person_id = ${id}::uuid and t.scope_ids && ${readableAt(ctx, 'Transfer')}::uuid[]`
    const words = sql`cross join lateral app.transfer_words(array[t.id]) w`
    return sql`
      select 'transfer:' || t.id as id, t.offered_at as at, false as whole_day, 'transfers.offered' as kind,
             jsonb_strip_nulls(jsonb_build_object('from', w.from_place, 'to', w.to_place, 'by', w.offered_by)) as values
        from transfer t ${words} where ${there}
      union all
      select 'transfer-end:' || t.id, t.decided_at, false, 'transfers.' || t.state,
             jsonb_strip_nulls(jsonb_build_object('from', w.from_place, 'to', w.to_place, 'by', w.decided_by, 'reason', t.decision_reason))
        from transfer t ${words} where ${there} and t.decided_at is not null`
  },
}
