import { sql } from '@ministry/db'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { delivery, deliverInput, deliverOutput } from './messaging.schema.ts'

type State = z.infer<typeof deliverOutput>['state']
interface Waiting {
  recipient: string
  template: string
  subject: string
  html: string
  text: string
  state: State
}

const note = mutation({
  name: 'messaging.deliver',
  permission: 'public',
  door: 'auth',
  input: z.object({ mailId: id(), delivery }),
  output: deliverOutput,
  async run(ctx, { mailId, delivery }) {
    const providerId = delivery.state === 'sent' ? delivery.providerId : null
    const problem = delivery.state === 'failed' ? delivery.problem : null
    // What the provider has, or nobody will get, is not kept here: its links open accounts.
    const [noted] = await ctx.tx.rows<{ scopeIds: string[] }>(sql`
      update outgoing_mail
         set state = ${delivery.state}, provider_id = ${providerId}, problem = ${problem},
             sent_at = case when ${delivery.state} = 'sent' then ${ctx.at}::timestamptz end,
             html = case when ${delivery.state} = 'kept' then html else '' end,
             text = case when ${delivery.state} = 'kept' then text else '' end
       where id = ${mailId}::uuid and state = 'queued' returning scope_ids as "scopeIds"`)
    if (!noted) return { state: delivery.state }
    const place = noted.scopeIds.at(-1)
    ctx.audit({
      noun: 'OutgoingMail',
      subjectId: mailId,
      node: place === undefined ? undefined : { id: place, scopeIds: noted.scopeIds },
      before: { state: 'queued' },
      after: delivery,
    })
    return { state: delivery.state }
  },
})

/**
 * Hands a waiting mail to the transport and notes what became of it; one that isn't waiting is left alone. Between the
 * provider's yes and our note a crash may send it twice, never lose it. Only the workflow calls it. Errors: NotFound;
 * NotAllowed; Unavailable and LimitReached of the transport, where trying again helps. Source: MSG-1, MSG-2.
 */
export const deliver = staged(note, {
  input: deliverInput,
  output: deliverOutput,
  async act(services, caller, { mailId }) {
    if (!caller.system) throw notAllowed('deliver', 'OutgoingMail')
    const [mail] = await services.authDb.rows<Waiting>(sql`
      select recipient, template, subject, html, text, state from outgoing_mail where id = ${mailId}::uuid`)
    if (!mail) throw notFound('OutgoingMail')
    if (mail.state !== 'queued') return { state: mail.state }
    const { recipient, template, subject, html, text } = mail
    const delivered = await services.mail.deliver({ id: mailId, to: recipient, template, subject, html, text })
    return note.perform(services, caller, { mailId, delivery: delivered })
  },
})
