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

/** Sends through Postmark. Links are left as they are: what is mailed opens accounts. */
export function createPostmark({ token, from, baseUrl, timeout = 20 }: PostmarkOptions): Transport {
  const { protocol, host } = new URL(baseUrl ?? 'https://api.postmarkapp.com')
  const client = new ServerClient(token, { useHttps: protocol === 'https:', requestHost: host, timeout })
  return {
    async deliver({ id, to, subject, html, text, template }) {
      try {
        const { MessageID } = await client.sendEmail({
          From: from,
          To: to,
          Subject: subject,
          HtmlBody: html,
          TextBody: text,
          Tag: template,
          Metadata: { mail: id },
          MessageStream: 'outbound',
          TrackOpens: false,
          TrackLinks: Models.LinkTrackingOptions.None,
        })
        return { state: 'sent', providerId: MessageID }
      } catch (error) {
        return judge(error)
      }
    },
  }
}

/** Final refusals are an outcome; everything that may pass is thrown, so that it is tried again. */
function judge(error: unknown): Delivery {
  if (error instanceof Errors.InactiveRecipientsError) return { state: 'failed', problem: 'inactive-recipient' }
  if (error instanceof Errors.InvalidEmailRequestError) return { state: 'failed', problem: 'invalid-recipient' }
  if (error instanceof Errors.ApiInputError) return { state: 'failed', problem: 'refused' }
  if (error instanceof Errors.RateLimitExceededError) throw limitReached('mail.too-many', { retryAfter: 60 })
  if (error instanceof Errors.InvalidAPIKeyError) throw unavailable('mail.token', error)
  throw unavailable('mail.away', error)
}
