import { sql } from '@ministry/db'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import { id, newId } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { isOld } from './retention.rules.ts'
import { fateOf, stopReasons, stopsOf, type Report } from './reports.rules.ts'

interface StoredReport {
  type: string
  providerId: string | null
  mailId: string | null
  recipient: string | null
  outcome: string | null
}
interface Told {
  id: string
  state: string
  createdAt: Date
  scopeIds: string[]
}
const outcomes = ['applied', 'unmatched', 'ignored', 'unreadable'] as const

/**
 * Applies a stored report: the mail's state and its address's suppressions are computed anew from all reports there are, so that
 * order and repetition make no difference. A report of a mail that still waited proves that it was sent. Only the workflow calls
 * it. Errors: NotFound. Source: MSG-1, MSG-2.
 */
export const applyReport = mutation({
  name: 'messaging.apply-report',
  permission: 'public',
  door: 'auth',
  input: z.object({ reportId: id() }),
  output: z.object({ outcome: z.enum(outcomes) }),
  async run(ctx, { reportId }) {
    if (!ctx.caller.system) throw notAllowed('update', 'OutgoingMail')
    const report = await storedReport(ctx, reportId)
    if (report.outcome) return { outcome: report.outcome as (typeof outcomes)[number] }
    const outcome = await applied(ctx, report)
    await ctx.tx.rows(sql`
      update mail_report set outcome = ${outcome}, applied_at = ${ctx.at} where id = ${reportId}::uuid`)
    ctx.audit({ noun: 'MailReport', subjectId: reportId, before: { outcome: null }, after: { outcome } })
    return { outcome }
  },
})

async function storedReport(ctx: Context, reportId: string): Promise<StoredReport> {
  const read = () =>
    ctx.tx.rows<StoredReport>(sql`
      select type, provider_id as "providerId", mail_id as "mailId", recipient, outcome from mail_report where id = ${reportId}::uuid`)
  const [found] = await read()
  if (!found) throw notFound('MailReport')
  // Reports of one address, and of one mail, are applied one after the other, always locked in this order.
  for (const key of [`mail-address:${found.recipient}`, `mail:${found.mailId}`])
    await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
  const [again] = await read()
  return again!
}

async function applied(ctx: Context, report: StoredReport): Promise<(typeof outcomes)[number]> {
  if (report.type === 'unreadable') return 'unreadable'
  if (report.type === 'other') return 'ignored'
  if (report.recipient) await applyToAddress(ctx, report.recipient)
  const mail = await mailOf(ctx, report)
  // Of what it was told in its time nothing may be left: the last word would be taken for all.
  if (mail && isOld(mail.createdAt, ctx.at)) return 'ignored'
  if (mail) await applyToMail(ctx, mail, report.providerId)
  return mail || report.type === 'subscription' ? 'applied' : 'unmatched'
}

/** By our own id, which travels with the mail, or by the provider's. */
async function mailOf(ctx: Context, { mailId, providerId }: StoredReport): Promise<Told | undefined> {
  const [mail] = await ctx.tx.rows<Told>(sql`
    select id, state, created_at as "createdAt", scope_ids as "scopeIds" from outgoing_mail
     where id = ${mailId}::uuid or (${mailId}::uuid is null and provider_id = ${providerId}) limit 1`)
  return mail
}

async function applyToMail(ctx: Context, { id: mailId, state: before, scopeIds }: Told, providerId: string | null) {
  const reports = await ctx.tx.rows<Report>(sql`
    select r.key, r.type, r.at, r.detail from mail_report r join outgoing_mail o on o.id = ${mailId}::uuid
     where (r.mail_id = o.id or (r.mail_id is null and r.provider_id = o.provider_id)) and r.at is not null`)
  const fate = fateOf(reports)
  const happened = reports.some(({ type }) => type !== 'subscription')
  if (!happened) return
  await ctx.tx.rows(sql`
    update outgoing_mail
       set state = ${fate.state}, problem = ${fate.problem}, delivered_at = ${fate.deliveredAt}, opened_at = ${fate.openedAt},
           bounced_at = ${fate.bouncedAt}, complained_at = ${fate.complainedAt}, provider_id = coalesce(provider_id, ${providerId}),
           sent_at = coalesce(sent_at, attempted_at, ${ctx.at}), attempt_id = null, held_until = null, html = '',
           text = case when kind in ('account', 'digest') then '' else text end
     where id = ${mailId}::uuid`)
  const place = scopeIds.at(-1)
  ctx.audit({
    noun: 'OutgoingMail',
    subjectId: mailId,
    node: place === undefined ? undefined : { id: place, scopeIds },
    before: { state: before },
    after: { state: fate.state, problem: fate.problem },
  })
}

async function applyToAddress(ctx: Context, address: string) {
  const reports = await ctx.tx.rows<Report>(sql`
    select key, type, at, detail from mail_report where recipient = ${address} and at is not null`)
  const stops = stopsOf(reports)
  const rows = [...stops].map(([reason, { since, liftedAt }]) => ({
    id: newId(ctx.at),
    reason,
    since,
    lifted_at: liftedAt,
  }))
  await ctx.tx.rows(sql`
    delete from suppression where address = ${address} and kind = 'all' and reason = any (${[...stopReasons]}::text[])
       and not reason = any (${rows.map(({ reason }) => reason)}::text[])`)
  await ctx.tx.rows(sql`
    insert into suppression (id, address, kind, reason, since, lifted_at)
    select r.id, ${address}, 'all', r.reason, r.since, r.lifted_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, reason text, since timestamptz, lifted_at timestamptz)
    on conflict (address, kind, reason) do update set since = excluded.since, lifted_at = excluded.lifted_at
     where (suppression.since, suppression.lifted_at) is distinct from (excluded.since, excluded.lifted_at)`)
}
