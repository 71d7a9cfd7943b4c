/** Notes on the life line; care notes never stand there. Source: PPL-3, PPL-6, ACS-6. */
import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'

/** That something was noted, for whoever reads notes there; nobody reads what is noted about themself. */
export const notesOfLife: LifeLineSource = {
  key: 'care.notes',
  entries: (ctx, { id, own }) =>
    own
      ? null
      : sql`
      select 'note:' || n.id as id, n.created_at as at, false as whole_day, 'care.note' as kind,
             jsonb_strip_nulls(jsonb_build_object('text', left(n.body, 300), 'by', c.name)) as values
        from note n left join lateral app.colleague_names(array[n.author_id]) c on true
       where n.person_id = ${id}::uuid and n.scope_ids && ${readableAt(ctx, 'Note')}::uuid[]`,
}
