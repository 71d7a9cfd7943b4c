import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

/** queued: waits for delivery · kept: there is no provider, it can be read here · sent · failed: refused for good. */
export const mailStates = ['queued', 'kept', 'sent', 'failed'] as const
export const mailState = z.enum(mailStates)

const head = z.object({
  id: id(),
  template: z.string(),
  recipient: z.string(),
  subject: z.string(),
  state: mailState,
  problem: z.string().nullable(),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
})
export const outboxInput = pageInput.extend({ nodeId: id(), state: mailState.optional() })
export const outboxOutput = pageOf(head)
export const getInput = z.object({ id: id() })
/**
 * The bodies are null unless the mail is kept: what was sent is between the provider and the recipient. `withheld` says that it is
 * kept, but not for this reader. `links` are those of the template; whatever else looks like one was part of a name.
 */
export const mailView = head.extend({
  html: z.string().nullable(),
  text: z.string().nullable(),
  withheld: z.boolean(),
  links: z.array(z.string()),
})

export const deliverInput = z.object({ mailId: id() })
export const deliverOutput = z.object({ state: mailState })
/** What became of a mail at the transport. */
export const delivery = z.discriminatedUnion('state', [
  z.object({ state: z.literal('sent'), providerId: z.string() }),
  z.object({ state: z.literal('kept') }),
  z.object({ state: z.literal('failed'), problem: z.string() }),
])
