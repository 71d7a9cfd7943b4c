import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { oldBefore } from './retention.rules.ts'

const removed = z.object({
  bodies: z.number().int(),
  reports: z.number().int(),
  givenUp: z.number().int(),
  readNews: z.number().int(),
})

/**
 * Removes what mails left behind and whose time is over (`keptDays`), `take` of each kind at most. Reports on which a suppression in
 * force stands stay, without their words. Only the workflow calls it, until `finished`. Source: PRV-2, MSG-1, MSG-3.
 */
export const removeOld = mutation({
  name: 'messaging.remove-old',
  permission: 'public',
  door: 'auth',
  input: z.object({ take: z.number().int().min(1).max(10_000) }),
  output: removed.extend({ finished: z.boolean() }),
  timeout: 60_000,
  async run(ctx, { take }) {
    if (!ctx.caller.system) throw notAllowed('delete', 'Retention')
    const { at } = ctx
    const bodies = await ctx.tx.rows(sql`
      update mail_report set body = '' where id in (
        select id from mail_report
         where received_at < ${oldBefore('bodies', at)} and body <> '' and outcome in ('applied', 'ignored')
         order by received_at limit ${take}) returning id`)
    const reports = await ctx.tx.rows(sql`
      delete from mail_report where id in (
        select r.id from mail_report r
         where r.received_at < ${oldBefore('reports', at)}
           and (r.type in ('open', 'other', 'unreadable') or not exists (
             select from suppression s
              where s.address = r.recipient and s.lifted_at is null and s.reason <> 'unsubscribe'))
         order by r.received_at limit ${take}) returning id`)
    const givenUp = await ctx.tx.rows(sql`
      update outgoing_mail set html = '', text = '', problem = 'too-late' where id in (
        select id from outgoing_mail
         where problem = 'gave-up' and state = 'failed' and created_at < ${oldBefore('givenUp', at)}
         order by created_at limit ${take}) returning id`)
    const readNews = await ctx.tx.rows(sql`
      delete from notification where id in (
        select id from notification where read_at < ${oldBefore('readNews', at)} order by read_at limit ${take}) returning id`)
    const counts = {
      bodies: bodies.length,
      reports: reports.length,
      givenUp: givenUp.length,
      readNews: readNews.length,
    }
    if (Object.values(counts).some(Boolean)) ctx.audit({ noun: 'Retention', after: counts })
    return { ...counts, finished: Object.values(counts).every((count) => count < take) }
  },
})
