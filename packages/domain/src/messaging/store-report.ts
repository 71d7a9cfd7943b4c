import { createHash } from 'node:crypto'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { id, newId } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { reportReceived } from './messaging.events.ts'
import { readReport, whyUnreadable, type ReadReport } from './postmark-report.ts'

/** Longest body that is kept whole; bounces carry the mail that came back. Characters. */
const LONGEST = 200_000

/**
 * Stores what the provider posted, as it came, before anything is made of it; the same event a second time is the same row. What
 * can't be read is stored as well and says so. Only the webhook's door calls it. Source: MSG-1, architecture rule 5.
 */
export const storeReport = mutation({
  name: 'messaging.store-report',
  permission: 'public',
  door: 'auth',
  input: z.object({ body: z.string() }),
  output: z.object({ reportId: id().nullable(), known: z.boolean() }),
  async run(ctx, { body }) {
    if (!ctx.caller.system) throw notAllowed('create', 'OutgoingMail')
    const kept = body.slice(0, LONGEST)
    const hash = `body|${createHash('sha256').update(body).digest('hex')}`
    const read = readReport(body) ?? { ...unreadable, detail: { ...whyUnreadable(body) } }
    const reportId = await insertReport(ctx, { ...read, key: read.key || hash }, kept)
    return { reportId, known: reportId === null }
  },
})
const unreadable: ReadReport = {
  key: '',
  type: 'unreadable',
  providerId: null,
  mailId: null,
  recipient: null,
  at: null,
  detail: {},
}

/** The row of a report, with the event that has it applied; null where it is there already. */
export async function insertReport(ctx: Context, report: ReadReport, body: string): Promise<string | null> {
  const { key, type, providerId, mailId, recipient, at, detail } = report
  await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`mail-report:${key}`}, 0))`)
  const [known] = await ctx.tx.rows(sql`select from mail_report where key = ${key}`)
  if (known) return null
  const reportId = newId(ctx.at)
  await ctx.tx.rows(sql`
    insert into mail_report (id, key, type, provider_id, mail_id, recipient, at, detail, body, received_at)
    values (${reportId}::uuid, ${key}, ${type}, ${providerId}, ${mailId}::uuid, ${recipient}, ${at}, ${JSON.stringify(detail)}::jsonb,
            ${body}, ${ctx.at})`)
  ctx.audit({ noun: 'MailReport', subjectId: reportId, after: { type, mailId } })
  ctx.emit(reportReceived.sendable({ reportId }, { subject: `mail:${mailId ?? providerId ?? reportId}` }))
  return reportId
}
