import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { reportReceived } from './messaging.events.ts'
import { delivery, deliverOutput } from './messaging.schema.ts'
import type { ReadReport } from './postmark-report.ts'
import { insertReport } from './store-report.ts'

interface Noted {
  scopeIds: string[]
}
interface Sent extends Noted {
  recipient: string
}
const placeOf = ({ scopeIds }: Noted) => {
  const place = scopeIds.at(-1)
  return place === undefined ? undefined : { id: place, scopeIds }
}

/** What became of an attempt. Where the provider's own report came first, that stands. Only `deliver` calls it. Source: MSG-1. */
export const note = mutation({
  name: 'messaging.deliver',
  permission: 'public',
  door: 'auth',
  input: z.object({ mailId: id(), attemptId: id(), delivery }),
  output: deliverOutput,
  async run(ctx, { mailId, attemptId, delivery }) {
    const providerId = delivery.state === 'sent' ? delivery.providerId : null
    const problem = delivery.state === 'failed' ? delivery.problem : null
    // What the provider has, or nobody will get, is not kept here: its links open accounts. Of what a place wrote to a person
    // the words stay, for whoever cares for them; what their summary told is theirs alone.
    const [noted] = await ctx.tx.rows<Sent>(sql`
      update outgoing_mail
         set state = ${delivery.state}, provider_id = ${providerId}, problem = ${problem}, attempt_id = null,
             sent_at = case when ${delivery.state} = 'sent' then ${ctx.at}::timestamptz end,
             html = case when ${delivery.state} = 'kept' then html else '' end,
             text = case when ${delivery.state} = 'kept' or kind not in ('account', 'digest') then text else '' end
       where id = ${mailId}::uuid and state = 'queued' and attempt_id = ${attemptId}::uuid returning scope_ids as "scopeIds", recipient`)
    if (!noted) {
      const [present] = await ctx.tx.rows<{ state: z.infer<typeof deliverOutput>['state'] }>(sql`
        select state from outgoing_mail where id = ${mailId}::uuid`)
      return { state: present?.state ?? delivery.state }
    }
    ctx.audit({
      noun: 'OutgoingMail',
      subjectId: mailId,
      node: placeOf(noted),
      before: { state: 'queued' },
      after: delivery,
    })
    if (providerId !== null) await matchEarlier(ctx, providerId)
    if (problem === 'inactive-recipient') await insertReport(ctx, refusalOf(mailId, noted.recipient, ctx.at), '')
    return { state: delivery.state }
  },
})

/** Reports that came before we knew what the provider calls the mail are applied after all. */
async function matchEarlier(ctx: Context, providerId: string) {
  const earlier = await ctx.tx.rows<{ id: string }>(sql`
    update mail_report set outcome = null, applied_at = null
     where provider_id = ${providerId} and outcome = 'unmatched' returning id`)
  for (const { id: reportId } of earlier)
    ctx.emit(reportReceived.sendable({ reportId }, { subject: `mail:${providerId}` }))
}

/** The provider's refusal to write to an address is a report of it like any other. */
const refusalOf = (mailId: string, recipient: string, at: Date): ReadReport => ({
  key: `refusal|${mailId}`,
  type: 'subscription',
  providerId: null,
  mailId,
  recipient: recipient.toLowerCase(),
  at,
  detail: { suppress: true, reason: 'Refused' },
})

/** Ends an attempt of which it is known that nothing was sent: the next one need not ask. Only `deliver` calls it. Source: MSG-1. */
export const release = mutation({
  name: 'messaging.release',
  permission: 'public',
  door: 'auth',
  input: z.object({ mailId: id(), attemptId: id() }),
  output: z.object({}),
  async run(ctx, { mailId, attemptId }) {
    const [released] = await ctx.tx.rows<Noted>(sql`
      update outgoing_mail set attempt_id = null, attempted_at = null
       where id = ${mailId}::uuid and state = 'queued' and attempt_id = ${attemptId}::uuid returning scope_ids as "scopeIds"`)
    if (released)
      ctx.audit({
        noun: 'OutgoingMail',
        subjectId: mailId,
        node: placeOf(released),
        before: { attempt: attemptId },
        after: { attempt: null },
      })
    return {}
  },
})

/**
 * Ends a mail that could not be delivered however often it was tried. Its words stay: an operator who retries the run sends it after
 * all. Only the workflow calls it. Source: MSG-1.
 */
export const giveUp = mutation({
  name: 'messaging.give-up',
  permission: 'public',
  door: 'auth',
  input: z.object({ mailId: id() }),
  output: z.object({}),
  async run(ctx, { mailId }) {
    if (!ctx.caller.system) throw notAllowed('deliver', 'OutgoingMail')
    const [ended] = await ctx.tx.rows<Noted>(sql`
      update outgoing_mail set state = 'failed', problem = 'gave-up'
       where id = ${mailId}::uuid and state in ('queued', 'held') returning scope_ids as "scopeIds"`)
    if (ended)
      ctx.audit({
        noun: 'OutgoingMail',
        subjectId: mailId,
        node: placeOf(ended),
        after: { state: 'failed', problem: 'gave-up' },
      })
    return {}
  },
})
