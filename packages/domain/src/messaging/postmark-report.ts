/** Reading what Postmark posts about a mail. Source: MSG-1; Postmark's documentation of its webhooks. */
import { isId } from '@ministry/kernel/id'
import * as z from 'zod'

export type MailReportType =
  'delivery' | 'open' | 'bounce' | 'complaint' | 'subscription' | 'other' | 'unreadable' | 'lifted'

export interface ReportDetail {
  /** Postmark's name of the kind of bounce. */
  bounce?: string | undefined
  /** Whether Postmark stopped sending to the address. */
  inactive?: boolean | undefined
  /** Whether sending was stopped, or begins again. */
  suppress?: boolean | undefined
  reason?: string | undefined
  /** What was lifted by an administrator's word. */
  lift?: readonly string[] | undefined
  /** Why it can't be read, and at which fields. */
  why?: Unreadable['why'] | undefined
  fields?: readonly string[] | undefined
}
export interface Unreadable {
  why: 'not-json' | 'no-kind' | 'fields'
  fields: string[]
}
export interface ReadReport {
  /** The same for the same event of the provider's, however often it is posted. */
  key: string
  type: MailReportType
  providerId: string | null
  mailId: string | null
  recipient: string | null
  at: Date | null
  detail: ReportDetail
}

/** What PostgreSQL can't keep as text (zero characters, halves of characters) has a sign in its place; an index takes no long texts. */
const text = z
  .string()
  .max(320)
  .transform((told) => told.replaceAll('\0', '\uFFFD').toWellFormed())
const short = z.string().max(100).pipe(text)
const common = z.object({
  MessageID: short.nullish(),
  Metadata: z.record(z.string(), z.unknown()).nullish(),
  Recipient: text.nullish(),
  Email: text.nullish(),
})
const instant = z.iso.datetime({ offset: true })
const posted = z.discriminatedUnion('RecordType', [
  common.extend({ RecordType: z.literal('Delivery'), DeliveredAt: instant }),
  common.extend({ RecordType: z.literal('Open'), ReceivedAt: instant }),
  common.extend({ RecordType: z.literal('Bounce'), BouncedAt: instant, Type: short, Inactive: z.boolean().nullish() }),
  common.extend({ RecordType: z.literal('SpamComplaint'), BouncedAt: instant }),
  common.extend({
    RecordType: z.literal('SubscriptionChange'),
    ChangedAt: instant,
    SuppressSending: z.boolean(),
    SuppressionReason: text.nullish(),
  }),
])
type Posted = z.infer<typeof posted>

/** The report in a body, or null where it can't be read. A kind that isn't applied here (clicks) is `other`. */
export function readReport(body: string): ReadReport | null {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return null
  }
  const known = posted.safeParse(json)
  if (known.success) return asReport(known.data)
  const record = z.object({ RecordType: text }).safeParse(json)
  const told = ['Delivery', 'Open', 'Bounce', 'SpamComplaint', 'SubscriptionChange']
  if (!record.success || told.includes(record.data.RecordType)) return null
  const { MessageID: providerId = null, Recipient } = common.partial().catch({}).parse(json)
  const recipient = Recipient?.toLowerCase() ?? null
  return { key: '', type: 'other', providerId, mailId: null, recipient, at: null, detail: {} }
}

/** Why a body that can't be read can't be: no JSON, no known kind of report, or these fields of it. */
export function whyUnreadable(body: string): Unreadable {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { why: 'not-json', fields: [] }
  }
  const paths = posted.safeParse(json).error?.issues.map(({ path }) => path.join('.')) ?? []
  const fields = [...new Set(paths.filter((path) => path && path !== 'RecordType'))].slice(0, 10)
  return fields.length ? { why: 'fields', fields } : { why: 'no-kind', fields: [] }
}

function asReport(data: Posted): ReadReport {
  const providerId = data.MessageID || null
  const recipient = (data.Recipient ?? data.Email ?? '').trim().toLowerCase() || null
  const mail = data.Metadata?.['mail']
  const mailId = typeof mail === 'string' && isId(mail) ? mail : null
  const { type, at, detail } = whatHappened(data)
  const key = [data.RecordType, providerId ?? '', recipient ?? '', at, detail.bounce ?? '', detail.suppress ?? ''].join(
    '|',
  )
  return { key, type, providerId, mailId, recipient, at: new Date(at), detail }
}

function whatHappened(data: Posted): { type: MailReportType; at: string; detail: ReportDetail } {
  switch (data.RecordType) {
    case 'Delivery':
      return { type: 'delivery', at: data.DeliveredAt, detail: {} }
    case 'Open':
      return { type: 'open', at: data.ReceivedAt, detail: {} }
    case 'Bounce':
      return { type: 'bounce', at: data.BouncedAt, detail: { bounce: data.Type, inactive: data.Inactive ?? false } }
    case 'SpamComplaint':
      return { type: 'complaint', at: data.BouncedAt, detail: {} }
    case 'SubscriptionChange':
      return {
        type: 'subscription',
        at: data.ChangedAt,
        detail: { suppress: data.SuppressSending, reason: data.SuppressionReason ?? undefined },
      }
  }
}
