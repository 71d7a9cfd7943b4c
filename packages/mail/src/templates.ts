/** The product's own mails. Their texts stand in the catalogue, as Markdown. Source: ACC-4, MSG-1. */
import { m } from '@ministry/kernel/messages'
import type { Locale } from '@ministry/kernel/runtime'
import { escapeMarkdown, layOut, oneLine } from './layout.ts'

interface Common {
  /** The National node's name. */
  movement: string
  /** How the reader is called. */
  name: string
  link: string
}
interface Expiring {
  until: Date
  /** IANA name. */
  timeZone: string
}
/** Of a request: what is asked for (its kind), and by whom. */
type Requested = Common & { requester: string; request: string }
/** Merge fields by template. */
export interface MailFields {
  /** Opens an account; the link works once, until then. */
  invitation: Common & Expiring & { inviter: string }
  /** Sets a new password; the link works once, until then. */
  'password-reset': Common & Expiring
  /** Tells that the password was changed; the link leads to setting it anew, in case it was somebody else. */
  'password-changed': Common
  /** Tells what happened to how they sign in; the link leads to a new password, in case it was somebody else. */
  'account-safety': Common & { act: SafetyAct; at: Date; timeZone: string }
  /** An app was signed out because a token of it was used twice; the link leads to the devices. */
  'client-ended': Common
  /** A key for the API was made or ended; the link leads to the keys. */
  'api-key-created': Common & { key: string }
  'api-key-revoked': Common & { key: string }
  /** A request waits for the reader's answer, has come further, or is decided; the link leads to its page, where nothing is decided without signing in. */
  'request-your-turn': Requested
  'request-reminder': Requested
  'request-escalated': Requested
  'request-waits': Requested
  'request-given': Requested
  'request-approved': Requested
  'request-rejected': Requested
  'request-sent-back': Requested
  'request-withdrawn': Requested
  /** The news of a day; the link leads to the inbox. */
  digest: Common & { lines: readonly string[] }
}
/** What may happen to how somebody signs in. */
export type SafetyAct = keyof typeof safetyWords
export type MailTemplate = keyof MailFields
/** A template with its fields. */
export type MailContent = { [T in MailTemplate]: { template: T; fields: MailFields[T] } }[MailTemplate]
export interface RenderedMail {
  subject: string
  html: string
  text: string
}

/** Fills a template in a language. Values are text: nothing in a name becomes markup. `leave` is where to unsubscribe. */
export function renderMail(content: MailContent, locale: Locale = 'en', leave?: string): RenderedMail {
  const { movement, name, link } = content.fields
  const words = textsOf(content, locale)
  const inText = { movement: escapeMarkdown(movement), name: escapeMarkdown(name), link: new URL(link).href }
  const subject = oneLine(words.subject)
  const footer = m.mail_footer({ movement }, { locale })
  const way = leave === undefined ? undefined : { text: m.mail_leave({}, { locale }), href: leave }
  return { subject, ...layOut({ locale, subject, sender: movement, footer, leave: way, markdown: words.body(inText) }) }
}

function textsOf(content: MailContent, locale: Locale) {
  const to = { locale }
  const { movement } = content.fields
  switch (content.template) {
    case 'invitation': {
      const { inviter } = content.fields
      const until = moment(content.fields, locale)
      return {
        subject: m.mail_invitation_subject({ movement }, to),
        body: (fields: Common) => m.mail_invitation_body({ ...fields, inviter: escapeMarkdown(inviter), until }, to),
      }
    }
    case 'password-reset': {
      const until = moment(content.fields, locale)
      return {
        subject: m.mail_password_reset_subject({ movement }, to),
        body: (fields: Common) => m.mail_password_reset_body({ ...fields, until }, to),
      }
    }
    case 'password-changed':
      return {
        subject: m.mail_password_changed_subject({ movement }, to),
        body: (fields: Common) => m.mail_password_changed_body({ ...fields }, to),
      }
    case 'account-safety': {
      const { act, at, timeZone } = content.fields
      const words = safetyWords[act]
      const when = moment({ until: at, timeZone }, locale)
      return {
        subject: words.subject({ movement }, to),
        body: (fields: Common) => m.mail_safety_body({ ...fields, what: words.what({}, to), when }, to),
      }
    }
    case 'client-ended':
      return {
        subject: m.mail_client_ended_subject({ movement }, to),
        body: (fields: Common) => m.mail_client_ended_body({ ...fields }, to),
      }
    case 'api-key-created': {
      const key = escapeMarkdown(content.fields.key)
      return {
        subject: m.mail_api_key_created_subject({ movement }, to),
        body: (fields: Common) => m.mail_api_key_created_body({ ...fields, key }, to),
      }
    }
    case 'api-key-revoked': {
      const key = escapeMarkdown(content.fields.key)
      return {
        subject: m.mail_api_key_revoked_subject({ movement }, to),
        body: (fields: Common) => m.mail_api_key_revoked_body({ ...fields, key }, to),
      }
    }
    case 'request-your-turn':
    case 'request-reminder':
    case 'request-escalated':
    case 'request-waits':
    case 'request-given':
    case 'request-approved':
    case 'request-rejected':
    case 'request-sent-back':
    case 'request-withdrawn': {
      const { requester, request } = content.fields
      const said = { requester: escapeMarkdown(requester), request: requestName(request, locale) }
      const words = requestWords[content.template]
      return {
        subject: words.subject({ movement, request: said.request }, to),
        body: (fields: Common) => words.body({ ...fields, ...said }, to),
      }
    }
    case 'digest': {
      const { lines } = content.fields
      const items = lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')
      return {
        subject: m.mail_digest_subject({ movement, count: lines.length }, to),
        body: (fields: Common) => m.mail_digest_body({ ...fields, items }, to),
      }
    }
  }
}

const safetyWords = {
  'totp-added': { subject: m.mail_safety_totp_added_subject, what: m.mail_safety_totp_added },
  'totp-removed': { subject: m.mail_safety_totp_removed_subject, what: m.mail_safety_totp_removed },
  'passkey-added': { subject: m.mail_safety_passkey_added_subject, what: m.mail_safety_passkey_added },
  'passkey-removed': { subject: m.mail_safety_passkey_removed_subject, what: m.mail_safety_passkey_removed },
  'new-recovery-codes': { subject: m.mail_safety_new_recovery_codes_subject, what: m.mail_safety_new_recovery_codes },
  'recovery-code-used': { subject: m.mail_safety_recovery_code_used_subject, what: m.mail_safety_recovery_code_used },
  reset: { subject: m.mail_safety_reset_subject, what: m.mail_safety_reset },
  'new-device': { subject: m.mail_safety_new_device_subject, what: m.mail_safety_new_device },
}
const requestWords = {
  'request-your-turn': { subject: m.mail_request_your_turn_subject, body: m.mail_request_your_turn_body },
  'request-reminder': { subject: m.mail_request_reminder_subject, body: m.mail_request_reminder_body },
  'request-escalated': { subject: m.mail_request_escalated_subject, body: m.mail_request_escalated_body },
  'request-waits': { subject: m.mail_request_waits_subject, body: m.mail_request_waits_body },
  'request-given': { subject: m.mail_request_given_subject, body: m.mail_request_given_body },
  'request-approved': { subject: m.mail_request_approved_subject, body: m.mail_request_approved_body },
  'request-rejected': { subject: m.mail_request_rejected_subject, body: m.mail_request_rejected_body },
  'request-withdrawn': { subject: m.mail_request_withdrawn_subject, body: m.mail_request_withdrawn_body },
  'request-sent-back': { subject: m.mail_request_sent_back_subject, body: m.mail_request_sent_back_body },
}
const requestName = (kind: string, locale: Locale): string =>
  (m as unknown as Record<string, ((fields: object, to: object) => string) | undefined>)[
    `approvals_kind_${kind.replaceAll('-', '_')}`
  ]?.({}, { locale }) ?? m.approvals_kind_other({}, { locale })

const moment = ({ until, timeZone }: Expiring, locale: Locale) =>
  escapeMarkdown(
    new Intl.DateTimeFormat(locale, {
      timeZone,
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    }).format(until),
  )
