import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { mailQueued } from '../mail.ts'
import type { MailKind, TemplateKey } from './messaging.schema.ts'

export interface FromTemplate {
  templateKey: TemplateKey
  personId: string
  /** The place that writes: its words hold, its leader signs, its clock decides over quiet hours, and who may read its messages sees it. */
  nodeId: string
  /** The mail's identity: whoever asks again with the same key gets the first one, and none is sent twice. */
  dedupeKey: string
  /** What consent and unsubscribing go by. */
  kind?: Exclude<MailKind, 'digest'>
}

/**
 * Writes a mail to a person in the transaction of the act, to be composed and sent after its commit. Whether it may go (address,
 * consent, unsubscribed, quiet hours) is judged then, so that a no in the meantime counts; what became of it stands on its row.
 * `queued` is false where the key had been used before. Source: MSG-1, MSG-2.
 */
export async function sendFromTemplate(
  ctx: Context,
  { templateKey, personId, nodeId, dedupeKey, kind = 'ministry' }: FromTemplate,
): Promise<{ mailId: string; queued: boolean }> {
  // Of several at once the second waits here and finds the first one's; an act that finds it has changed nothing.
  await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`mail-key:${dedupeKey}`}, 0))`)
  const [first] = await ctx.tx.rows<{ id: string | null }>(sql`select app.mail_with_key(${dedupeKey}) as id`)
  if (first?.id) return { mailId: first.id, queued: false }
  const mailId = newId(ctx.at)
  await insertMail(ctx, { id: mailId, template: templateKey, kind, personId, nodeId, dedupeKey })
  const [node] = await ctx.tx.rows<{ scopeIds: string[] }>(sql`
    select scope_ids as "scopeIds" from org_node where id = ${nodeId}::uuid`)
  ctx.audit({
    noun: 'OutgoingMail',
    subjectId: mailId,
    node: node && { id: nodeId, ...node },
    after: { template: templateKey, kind, state: 'queued' },
    person: { id: personId },
  })
  return { mailId, queued: true }
}

interface PersonalMail {
  id: string
  template: string
  kind: MailKind
  personId: string
  nodeId: string | null
  dedupeKey: string
}

/** The row of a mail to a person, to be composed when it is delivered. Throws Conflict where the key is taken. */
export async function insertMail(ctx: Context, mail: PersonalMail): Promise<void> {
  const { id, template, kind, personId, nodeId, dedupeKey } = mail
  await ctx.tx.rows(sql`
    insert into outgoing_mail (id, template, kind, person_id, node_id, dedupe_key, recipient, subject, html, text, state, created_at)
    values (${id}::uuid, ${template}, ${kind}, ${personId}::uuid, ${nodeId}::uuid, ${dedupeKey}, '', '', '', '', 'queued', ${ctx.at})`)
  ctx.emit(mailQueued.sendable({ mailId: id }, { subject: `mail:${id}` }))
}
