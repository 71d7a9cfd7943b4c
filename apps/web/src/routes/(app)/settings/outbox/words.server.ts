/** Sentences of the mail's care: on the server, so that the browser need not carry every one. */
import { m } from '@ministry/kernel/messages'

const stops: Record<string, { name: () => string; text: () => string }> = {
  'hard-bounce': { name: m.messaging_care_stop_hard_bounce, text: m.messaging_care_stop_hard_bounce_text },
  'soft-bounces': { name: m.messaging_care_stop_soft_bounces, text: m.messaging_care_stop_soft_bounces_text },
  complaint: { name: m.messaging_care_stop_complaint, text: m.messaging_care_stop_complaint_text },
  unsubscribe: { name: m.messaging_care_stop_unsubscribe, text: m.messaging_care_stop_unsubscribe_text },
  provider: { name: m.messaging_care_stop_provider, text: m.messaging_care_stop_provider_text },
}
/** Why an address gets no mails, in a word. */
export const stopName = (reason: string): string => stops[reason]?.name() ?? reason
/** What can be done about it. */
export const stopText = (reason: string): string => stops[reason]?.text() ?? ''

const types: Record<string, () => string> = {
  delivery: m.messaging_care_type_delivery,
  open: m.messaging_care_type_open,
  bounce: m.messaging_care_type_bounce,
  complaint: m.messaging_care_type_complaint,
  subscription: m.messaging_care_type_subscription,
  lifted: m.messaging_care_lifted,
}
interface Report {
  type: string
  outcome: 'waiting' | 'unmatched' | 'unreadable'
  why: 'not-json' | 'no-kind' | 'fields' | null
  fields: string[]
}
/** What kind of report it is. */
export const reportName = ({ type }: Report): string => types[type]?.() ?? m.messaging_care_type_other()
/** Why it could not be read or applied. */
export function reportText({ outcome, why, fields }: Report): string {
  if (outcome === 'waiting') return m.messaging_care_waiting()
  if (outcome === 'unmatched') return m.messaging_care_unmatched()
  if (why === 'not-json') return m.messaging_care_not_json()
  return fields.length ? m.messaging_care_fields({ fields: fields.join(', ') }) : m.messaging_care_no_kind()
}
