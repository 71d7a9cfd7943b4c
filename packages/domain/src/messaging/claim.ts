import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { id, newId } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { compose, type Composed, type WaitingMail } from './compose.ts'
import { mailState } from './messaging.schema.ts'

const ready = z.object({
  to: z.string(),
  template: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  replyTo: z.string().optional(),
  unsubscribe: z.string().optional(),
  trackOpens: z.boolean().optional(),
  bulk: z.boolean().optional(),
})
const claimed = z.discriminatedUnion('go', [
  /** Nothing to send (any more); `until` where it waits for the morning, ISO 8601. */
  z.object({ go: z.literal('done'), state: mailState, until: z.iso.datetime().optional() }),
  /** An earlier attempt has no end. */
  z.object({ go: z.literal('unsure'), attemptId: id(), attemptedAt: z.date(), bulk: z.boolean() }),
  z.object({ go: z.literal('send'), attemptId: id(), mail: ready }),
])

interface StoredMail extends Omit<WaitingMail, 'kind' | 'personId'> {
  kind: WaitingMail['kind'] | 'account'
  personId: string | null
  recipient: string
  subject: string
  html: string
  text: string
  state: z.infer<typeof mailState>
  problem: string | null
  attemptId: string | null
  attemptedAt: Date | null
}

/**
 * Makes a waiting mail ready and marks it as attempted, before anybody sends it: of several at once one gets it, and a crash after
 * this leaves a trace. A mail to a person is composed here, put off until morning, or given up with the reason. Only `deliver`
 * calls it. Errors: NotFound. Source: MSG-1, MSG-2.
 */
export const claim = mutation({
  name: 'messaging.claim',
  permission: 'public',
  door: 'auth',
  input: z.object({ mailId: id(), lines: z.array(z.string()) }),
  output: claimed,
  async run(ctx, { mailId, lines }): Promise<z.input<typeof claimed>> {
    await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`mail:${mailId}`}, 0))`)
    const mail = await storedMail(ctx, mailId)
    if (mail.state === 'failed' && mail.problem === 'gave-up') await takeUpAgain(ctx, mail)
    else if (mail.state !== 'queued' && mail.state !== 'held') return { go: 'done', state: mail.state }
    if (mail.attemptId && mail.attemptedAt)
      return { go: 'unsure', attemptId: mail.attemptId, attemptedAt: mail.attemptedAt, bulk: isBulk(mail) }
    if (mail.kind === 'account' || mail.personId === null) {
      const { recipient: to, template, subject, html, text } = mail
      return { go: 'send', attemptId: await attempt(ctx, mail), mail: { to, template, subject, html, text } }
    }
    const composition = await compose(ctx, mail as WaitingMail, lines)
    if ('obstacle' in composition) return stop(ctx, mail, composition.obstacle)
    if ('until' in composition) return hold(ctx, mail, composition.until)
    return {
      go: 'send',
      attemptId: await attempt(ctx, mail, composition.mail),
      mail: readyToGo(ctx, mail, composition.mail),
    }
  },
})

/** Somebody let a run go on that had given up: its mail waits anew. */
async function takeUpAgain(ctx: Context, { id, scopeIds }: StoredMail) {
  await ctx.tx.rows(sql`update outgoing_mail set state = 'queued', problem = null where id = ${id}::uuid`)
  const place = scopeIds.at(-1)
  ctx.audit({
    noun: 'OutgoingMail',
    subjectId: id,
    ...(place !== undefined && { node: { id: place, scopeIds } }),
    before: { state: 'failed', problem: 'gave-up' },
    after: { state: 'queued' },
  })
}

/** What places write goes another way than what one's account needs; a summary is asked for, and one's own. */
const isBulk = ({ kind }: StoredMail) => kind !== 'account' && kind !== 'digest'

const readyToGo = ({ services }: Context, stored: StoredMail, mail: Composed) => ({
  to: mail.recipient,
  template: stored.template,
  subject: mail.subject,
  html: mail.html,
  text: mail.text,
  replyTo: mail.replyTo,
  unsubscribe: `${services.origin}/unsubscribe/${services.mailTokens.sign(stored.id)}`,
  trackOpens: true,
  bulk: isBulk(stored),
})

async function storedMail(ctx: Context, mailId: string): Promise<StoredMail> {
  const [mail] = await ctx.tx.rows<StoredMail>(sql`
    select id, template, kind, person_id as "personId", node_id as "nodeId", scope_ids as "scopeIds", recipient, subject, html, text,
           state, problem, attempt_id as "attemptId", attempted_at as "attemptedAt"
      from outgoing_mail where id = ${mailId}::uuid`)
  if (!mail) throw notFound('OutgoingMail')
  return mail
}

async function attempt(ctx: Context, mail: StoredMail, composed?: Composed): Promise<string> {
  const attemptId = newId(ctx.at)
  if (composed)
    await ctx.tx.rows(sql`
      update outgoing_mail
         set recipient = ${composed.recipient}, subject = ${composed.subject}, html = ${composed.html}, text = ${composed.text},
             language = ${composed.language}, template_id = ${composed.templateId}::uuid, template_version = ${composed.templateVersion}
       where id = ${mail.id}::uuid`)
  await ctx.tx.rows(sql`
    update outgoing_mail set state = 'queued', held_until = null, attempt_id = ${attemptId}::uuid, attempted_at = ${ctx.at}
     where id = ${mail.id}::uuid`)
  tell(ctx, mail, { attempt: attemptId })
  return attemptId
}

async function stop(ctx: Context, mail: StoredMail, problem: string) {
  await ctx.tx.rows(sql`
    update outgoing_mail set state = 'suppressed', problem = ${problem}, held_until = null where id = ${mail.id}::uuid`)
  tell(ctx, mail, { state: 'suppressed', problem })
  return { go: 'done' as const, state: 'suppressed' as const }
}

async function hold(ctx: Context, mail: StoredMail, until: Date) {
  await ctx.tx.rows(sql`update outgoing_mail set state = 'held', held_until = ${until} where id = ${mail.id}::uuid`)
  tell(ctx, mail, { state: 'held', until })
  return { go: 'done' as const, state: 'held' as const, until: until.toISOString() }
}

function tell(ctx: Context, { id: subjectId, scopeIds, state }: StoredMail, after: object) {
  const place = scopeIds.at(-1)
  const node = place === undefined ? undefined : { id: place, scopeIds }
  ctx.audit({ noun: 'OutgoingMail', subjectId, node, before: { state }, after })
}
