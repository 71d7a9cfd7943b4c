/** Mails are written with the act that sends them, and delivered afterwards. Source: MSG-1, MSG-2. */
import { sql } from '@ministry/db'
import { id, newId } from '@ministry/kernel/id'
import { renderMail, type MailContent } from '@ministry/mail'
import { event } from '@ministry/workflows'
import * as z from 'zod'
import type { Context } from './context.ts'

/** A mail waits to be delivered. */
export const mailQueued = event('messaging/mail.queued', z.object({ mailId: id() }))

interface Posting {
  to: string
  /** Whose mail it is. */
  personId: string
  node: { scopeIds: readonly string[] }
}

/**
 * Writes a mail in the transaction of the act, to be delivered after its commit. `node` is the place it belongs to: the outbox
 * lists it there, and shows its text to those who stand above the person. The secrets in its links are why it is kept no
 * longer than it must be.
 */
export async function queueMail(
  ctx: Context,
  { to, personId, node, ...content }: MailContent & Posting,
): Promise<string> {
  const mailId = newId(ctx.at)
  const { subject, html, text } = renderMail(content)
  await ctx.tx.rows(sql`
    insert into outgoing_mail (id, template, recipient, subject, html, text, person_id, scope_ids, state, created_at)
    values (${mailId}::uuid, ${content.template}, ${to}, ${subject}, ${html}, ${text}, ${personId}::uuid, ${node.scopeIds}::uuid[], 'queued', ${ctx.at})`)
  ctx.emit(mailQueued.sendable({ mailId }, { subject: `mail:${mailId}` }))
  return mailId
}
