/** An act that does nothing but send a mail. Only tests import this. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Caller, Services } from '../../context.ts'
import { queueMail } from '../../mail.ts'
import { mutation } from '../../verb.ts'
import { sendFromTemplate, type FromTemplate } from '../send-from-template.ts'

const act = mutation({
  name: 'test.post',
  permission: 'public',
  door: 'auth',
  input: z.object({ to: z.string(), personId: id(), name: z.string(), scopeIds: z.array(id()) }),
  output: z.object({ mailId: id() }),
  async run(ctx, { to, personId, name, scopeIds }) {
    const fields = { movement: 'Lighthouse', name, link: 'http://ministry.test/reset-password' }
    const mailId = await queueMail(ctx, { to, personId, node: { scopeIds }, template: 'password-changed', fields })
    ctx.audit({ noun: 'OutgoingMail', subjectId: mailId })
    return { mailId }
  },
})
const somebody: Caller = { principal: null, request: { id: 'request' } }

/** Queues a mail to somebody that belongs to the last of these nodes; gives its id. */
export const post = async (
  services: Services,
  { email, personId, name = 'Kwame' }: { email: string; personId: string; name?: string },
  { scopeIds }: { scopeIds: readonly string[] },
) => (await act.call(services, somebody, { to: email, personId, name, scopeIds: [...scopeIds] })).mailId

/** The workflow that delivers. */
export const system: Caller = { principal: null, system: 'workflow:messaging.deliver', request: { id: 'run' } }

const write = mutation({
  name: 'test.write',
  permission: 'public',
  door: 'auth',
  input: z.custom<FromTemplate>(),
  output: z.object({ mailId: id(), queued: z.boolean() }),
  run: (ctx, input) => sendFromTemplate(ctx, input),
})
/** Queues a mail to a person from a template, as an automation would. */
export const writeTo = (services: Services, mail: FromTemplate) => write.call(services, system, mail)
