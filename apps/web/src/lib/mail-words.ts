/** Words for mails: where they are on their way, what they are about, for which occasion. */
import { m } from '@ministry/kernel/messages'

const states: Record<string, () => string> = {
  queued: m.mail_state_queued,
  held: m.mail_state_held,
  kept: m.mail_state_kept,
  sent: m.mail_state_sent,
  delivered: m.mail_state_delivered,
  opened: m.mail_state_opened,
  bounced: m.mail_state_bounced,
  complained: m.mail_state_complained,
  suppressed: m.mail_state_suppressed,
  failed: m.mail_state_failed,
}
/** Where a mail is on its way. */
export const mailStateName = (state: string): string => states[state]?.() ?? state

const kinds: Record<string, () => string> = {
  ministry: m.messaging_kind_ministry,
  newsletter: m.messaging_kind_newsletter,
  fundraising: m.messaging_kind_fundraising,
  digest: m.messaging_kind_digest,
  account: m.messaging_kind_account,
}
/** What one can choose to get or not. */
export const mailKindName = (kind: string): string => kinds[kind]?.() ?? kind

const occasions: Record<string, () => string> = {
  'welcome-1': m.messaging_template_welcome_1,
  'welcome-2': m.messaging_template_welcome_2,
  'welcome-3': m.messaging_template_welcome_3,
  'pre-graduate': m.messaging_template_pre_graduate,
  alumni: m.messaging_template_alumni,
  're-engagement-1': m.messaging_template_re_engagement_1,
  're-engagement-2': m.messaging_template_re_engagement_2,
  'request-your-turn': m.mail_template_request_your_turn,
  'request-reminder': m.mail_template_request_reminder,
  'request-escalated': m.mail_template_request_escalated,
  'request-waits': m.mail_template_request_waits,
  'request-given': m.mail_template_request_given,
  'request-approved': m.mail_template_request_approved,
  'request-rejected': m.mail_template_request_rejected,
  'request-withdrawn': m.mail_template_request_withdrawn,
  'request-sent-back': m.mail_template_request_sent_back,
  digest: m.mail_template_digest,
}
/** On what occasion a place writes. */
export const occasionName = (key: string): string => occasions[key]?.() ?? key
