/** Follow-ups on the life line. Source: PPL-3, PPL-6. */
import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'

/** What was to be done about a person, and what came of it, for whoever reads follow-ups there; never the person. */
export const followUpsOfLife: LifeLineSource = {
  key: 'follow-ups.all',
  entries: (ctx, { id, own }) => {
    if (own) return null
    const there = sql`f.person_id = ${id}::uuid and f.scope_ids && ${readableAt(ctx, 'FollowUp')}::uuid[]`
    const names = sql`left join lateral app.colleague_names(array[f.assignee_id]) a on true left join lateral app.colleague_names(array[f.closed_by]) c on true`
    return sql`
      select 'follow-up:' || f.id as id, f.created_at as at, false as whole_day, 'follow-ups.asked' as kind,
             jsonb_strip_nulls(jsonb_build_object('title', f.title, 'assignee', a.name, 'origin', f.origin, 'due', f.due_on::text)) as values
        from follow_up f ${names} where ${there}
      union all
      select 'follow-up-end:' || f.id, f.closed_at, false, 'follow-ups.' || f.state,
             jsonb_strip_nulls(jsonb_build_object('title', f.title, 'by', c.name, 'outcome', f.outcome))
        from follow_up f ${names} where ${there} and f.closed_at is not null`
  },
}
