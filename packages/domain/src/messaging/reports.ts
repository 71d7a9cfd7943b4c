import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { isId } from '@ministry/kernel/id'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { reportsInput, reportsOutput } from './messaging.schema.ts'
import { partly } from './partly.ts'
import type { ReportDetail } from './postmark-report.ts'

/** Minutes that applying may take before it is worth a word. */
const PATIENCE = 5
const DAYS = 30

interface Row {
  id: string
  type: string
  outcome: 'unmatched' | 'unreadable' | null
  recipient: string | null
  detail: ReportDetail
  receivedAt: Date
}

/**
 * Reports of the provider that could not be read, fit no mail, or wait to be applied, newest first, and how many calls were turned
 * away in a month. For whoever cares for the mails of a movement: reports of another movement's mails are not among them, and
 * addresses are partly hidden, since nobody can tell whose they are. Errors: NotAllowed. Source: MSG-1, OPS-1.
 */
export const reports = query({
  name: 'messaging.reports',
  permission: { action: 'read', noun: 'OutgoingMail' },
  input: reportsInput,
  output: reportsOutput,
  async run(ctx, { take, after }) {
    await assertCares(ctx, 'read')
    const waits = new Date(ctx.at.getTime() - PATIENCE * 60_000)
    const open = sql`(r.outcome in ('unmatched', 'unreadable') or (r.outcome is null and r.received_at < ${waits}))`
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const before = typeof last === 'string' && isId(last) ? last : null
    const found = await ctx.tx.rows<Row>(sql`
      select r.id, r.type, r.outcome, r.recipient, r.detail, r.received_at as "receivedAt" from mail_report r
       where (${before}::uuid is null or r.id < ${before}::uuid) and ${open} order by r.id desc limit ${take + 1}`)
    const [count] = await ctx.tx.rows<{ total: number }>(
      sql`select count(*)::int as total from mail_report r where ${open}`,
    )
    const [refused] = await ctx.tx.rows<{ calls: number; lastAt: Date | null }>(sql`
      select coalesce(sum(calls), 0)::int as calls, max(last_at) as "lastAt" from report_refusal
       where last_at > ${new Date(ctx.at.getTime() - DAYS * 86_400_000)}`)
    const rows = found.slice(0, take)
    return {
      rows: rows.map(({ detail, recipient, outcome, ...row }) => ({
        ...row,
        outcome: outcome ?? ('waiting' as const),
        recipient: recipient && partly(recipient),
        why: detail.why ?? null,
        fields: [...(detail.fields ?? [])],
      })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: count!.total,
      refused: refused!,
    }
  },
})

/** Throws NotAllowed unless the mails of a whole movement are the caller's to care for. */
export async function assertCares(ctx: Context, action: string): Promise<void> {
  const roots = await ctx.tx.rows<{ id: string; scopeIds: string[] }>(
    sql`select id, scope_ids as "scopeIds" from org_node where kind = 'National'`,
  )
  if (!roots.some((root) => reaches(ctx, action, 'OutgoingMail', root))) throw notAllowed(action, 'OutgoingMail')
}
