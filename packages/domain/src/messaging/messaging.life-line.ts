import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'

/** What was written to the person and what became of it, where the reader may read messages. Source: PPL-3, MSG-1. */
export const mailsOfLife: LifeLineSource = {
  key: 'messaging.mails',
  entries: (ctx, { id }) => sql`
    select 'mail:' || o.id as id, coalesce(o.sent_at, o.created_at) as at, false as whole_day, 'messaging.mail' as kind,
           jsonb_strip_nulls(jsonb_build_object('template', o.template, 'state', o.state, 'problem', o.problem, 'subject', nullif(o.subject, ''))) as values
      from outgoing_mail o
     where o.person_id = ${id}::uuid and o.kind not in ('account', 'digest') and o.scope_ids && ${readableAt(ctx, 'Message')}::uuid[]`,
}
