import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { reportReceived } from './messaging.events.ts'
import { retryReportInput, retryReportOutput } from './messaging.schema.ts'
import { readReport } from './postmark-report.ts'
import { assertCares } from './reports.ts'

interface Stored {
  type: string
  outcome: string | null
  body: string
  providerId: string | null
  mailId: string | null
}

/**
 * Reads a stored report anew (a newer version of the product may understand it) and has it applied again. One that still can't be
 * read, or was applied, stays as it is. Errors: NotFound, NotAllowed. Source: MSG-1, OPS-1.
 */
export const retryReport = mutation({
  name: 'messaging.retry-report',
  permission: { action: 'update', noun: 'OutgoingMail' },
  input: retryReportInput,
  output: retryReportOutput,
  async run(ctx, { reportId }) {
    await assertCares(ctx, 'update')
    const [report] = await ctx.tx.rows<Stored>(sql`
      select type, outcome, body, provider_id as "providerId", mail_id as "mailId" from mail_report where id = ${reportId}::uuid`)
    if (!report) throw notFound('MailReport')
    if (report.outcome === 'applied' || report.outcome === 'ignored') return { outcome: 'unchanged' as const }
    const read = report.type === 'unreadable' ? readReport(report.body) : null
    if (report.type === 'unreadable' && !read) return { outcome: 'unchanged' as const }
    if (read)
      await ctx.tx.rows(sql`
        update mail_report set type = ${read.type}, provider_id = ${read.providerId}, mail_id = ${read.mailId}::uuid,
               recipient = ${read.recipient}, at = ${read.at}, detail = ${JSON.stringify(read.detail)}::jsonb
         where id = ${reportId}::uuid`)
    await ctx.tx.rows(sql`update mail_report set outcome = null, applied_at = null where id = ${reportId}::uuid`)
    ctx.audit({
      noun: 'MailReport',
      subjectId: reportId,
      before: { type: report.type, outcome: report.outcome },
      after: { type: read?.type ?? report.type, outcome: null },
    })
    const subject = `mail:${read?.mailId ?? report.mailId ?? read?.providerId ?? report.providerId ?? reportId}`
    ctx.emit(reportReceived.sendable({ reportId }, { subject }))
    return { outcome: 'again' as const }
  },
})
