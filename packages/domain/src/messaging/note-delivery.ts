import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { delivery, deliverOutput } from './messaging.schema.ts'

interface Noted {
  scopeIds: string[]
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
    // What the provider has, or nobody will get, is not kept here: its links open accounts. Of what was written to a person the
    // words stay, for whoever cares for them.
    const [noted] = await ctx.tx.rows<Noted>(sql`
      update outgoing_mail
         set state = ${delivery.state}, provider_id = ${providerId}, problem = ${problem}, attempt_id = null,
             sent_at = case when ${delivery.state} = 'sent' then ${ctx.at}::timestamptz end,
             html = case when ${delivery.state} = 'kept' then html else '' end,
             text = case when ${delivery.state} = 'kept' or kind <> 'account' then text else '' end
       where id = ${mailId}::uuid and state = 'queued' and attempt_id = ${attemptId}::uuid returning scope_ids as "scopeIds"`)
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
    return { state: delivery.state }
  },
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

/** Ends a mail that could not be delivered however often it was tried. Only the workflow calls it. Source: MSG-1. */
export const giveUp = mutation({
  name: 'messaging.give-up',
  permission: 'public',
  door: 'auth',
  input: z.object({ mailId: id() }),
  output: z.object({}),
  async run(ctx, { mailId }) {
    if (!ctx.caller.system) throw notAllowed('deliver', 'OutgoingMail')
    const [ended] = await ctx.tx.rows<Noted>(sql`
      update outgoing_mail set state = 'failed', problem = 'gave-up', html = '', text = ''
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
