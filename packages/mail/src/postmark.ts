/** Mails through Postmark: the only place that knows its client and its errors. Source: MSG-1. */
import { limitReached, unavailable } from '@ministry/kernel/errors'
import { Errors, Models, ServerClient } from 'postmark'
import type { Delivery, Transport } from './transport.ts'

export interface PostmarkOptions {
  /** Of the Postmark server. */
  token: string
  /** `Name <address>`; the address must be confirmed at Postmark. */
  from: string
  /** Another address of the API, for tests. */
  baseUrl?: string
  /** Seconds. */
  timeout?: number
}

const STREAM = 'outbound'

/** Sends through Postmark. Links are left as they are: what is mailed opens accounts. */
export function createPostmark({ token, from, baseUrl, timeout = 20 }: PostmarkOptions): Transport {
  const { protocol, host } = new URL(baseUrl ?? 'https://api.postmarkapp.com')
  const client = new ServerClient(token, { useHttps: protocol === 'https:', requestHost: host, timeout })
  return {
    async deliver({ id, to, subject, html, text, template, replyTo, unsubscribe, trackOpens = false }) {
      try {
        const { MessageID } = await client.sendEmail({
          From: from,
          To: to,
          ...(replyTo && { ReplyTo: replyTo }),
          Subject: subject,
          HtmlBody: html,
          TextBody: text,
          Tag: template,
          Metadata: { mail: id },
          ...(unsubscribe && { Headers: oneClick(unsubscribe) }),
          MessageStream: STREAM,
          TrackOpens: trackOpens,
          TrackLinks: Models.LinkTrackingOptions.None,
        })
        return { state: 'sent', providerId: MessageID }
      } catch (error) {
        return judge(error)
      }
    },
    lag: 120_000,
    async find(mailId) {
      try {
        const { Messages } = await client.getOutboundMessages({
          count: 1,
          offset: 0,
          messageStream: STREAM,
          metadata_mail: mailId,
        })
        return Messages[0]?.MessageID ?? null
      } catch (error) {
        if (error instanceof Errors.RateLimitExceededError) throw limitReached('mail.too-many', { retryAfter: 60 })
        throw unavailable(error instanceof Errors.InvalidAPIKeyError ? 'mail.token' : 'mail.away', error)
      }
    },
  }
}

/** The two headers by which a mail program unsubscribes with one click. Source: RFC 2369, RFC 8058. */
const oneClick = (address: string) => [
  { Name: 'List-Unsubscribe', Value: `<${address}>` },
  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
]

/** Final refusals are an outcome; everything that may pass is thrown, so that it is tried again. */
function judge(error: unknown): Delivery {
  if (error instanceof Errors.InactiveRecipientsError) return { state: 'failed', problem: 'inactive-recipient' }
  if (error instanceof Errors.InvalidEmailRequestError) return { state: 'failed', problem: 'invalid-recipient' }
  // The account may not send for now (no credits, not approved yet): nothing is wrong with the mail.
  if (error instanceof Errors.ApiInputError && [405, 412, 413].includes(error.code))
    throw unavailable('mail.account', error)
  if (error instanceof Errors.ApiInputError) return { state: 'failed', problem: 'refused' }
  if (error instanceof Errors.RateLimitExceededError) throw limitReached('mail.too-many', { retryAfter: 60 })
  if (error instanceof Errors.InvalidAPIKeyError) throw unavailable('mail.token', error)
  throw unavailable('mail.away', error)
}
