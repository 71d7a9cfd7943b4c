import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import * as z from 'zod'
import { mutation } from '../verb.ts'

/** Counts calls of the provider's webhook that were turned away, for the operators. Only the webhook's door calls it. Source: MSG-1, OPS-1. */
export const noteRefusals = mutation({
  name: 'messaging.note-refusals',
  permission: 'public',
  door: 'auth',
  input: z.object({ calls: z.number().int().min(1) }),
  output: z.object({}),
  async run(ctx, { calls }) {
    if (!ctx.caller.system) throw notAllowed('create', 'OutgoingMail')
    await ctx.tx.rows(sql`
      insert into report_refusal (day, calls, last_at) values ((${ctx.at}::timestamptz at time zone 'UTC')::date, ${calls}, ${ctx.at})
      on conflict (day) do update set calls = report_refusal.calls + excluded.calls, last_at = excluded.last_at`)
    ctx.audit({ noun: 'MailReport', after: { refused: calls } })
    return {}
  },
})
