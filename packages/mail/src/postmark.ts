/** Mails through Postmark: the only place that knows its client and its errors. Source: MSG-1. */
import { limitReached, unavailable } from '@ministry/kernel/errors'
import { Errors, Models, ServerClient } from 'postmark'
import type { Delivery, Transport } from './transport.ts'

/** The stream of essential mails, and that of series and campaigns. Source: MSG-1. */
export interface Streams {
  transactional: string
  broadcast: string
}

export interface PostmarkOptions {
  /** Of the Postmark server. */
  token: string
  /** `Name <address>`; the address must be confirmed at Postmark. */
  from: string
  /** Postmark's message streams: `outbound` alone unless said. */
  streams?: Streams
  /** Another address of the API, for tests. */
  baseUrl?: string
  /** Seconds. */
  timeout?: number
}

const OUTBOUND: Streams = { transactional: 'outbound', broadcast: 'outbound' }

/** Sends through Postmark. Links are left as they are: what is mailed opens accounts. */
export function createPostmark({ token, from, streams = OUTBOUND, baseUrl, timeout = 20 }: PostmarkOptions): Transport {
  const { protocol, host } = new URL(baseUrl ?? 'https://api.postmarkapp.com')
  const client = new ServerClient(token, { useHttps: protocol === 'https:', requestHost: host, timeout })
  const streamOf = (bulk = false) => (bulk ? streams.broadcast : streams.transactional)
  return {
    async deliver({ id, to, subject, html, text, template, replyTo, unsubscribe, trackOpens = false, bulk }) {
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
          MessageStream: streamOf(bulk),
          TrackOpens: trackOpens,
          TrackLinks: Models.LinkTrackingOptions.None,
        })
        return { state: 'sent', providerId: MessageID }
      } catch (error) {
        return judge(error)
      }
    },
    lag: 120_000,
    async find({ id, bulk }) {
      try {
        const { Messages } = await client.getOutboundMessages({
          count: 1,
          offset: 0,
          messageStream: streamOf(bulk),
          metadata_mail: id,
        })
        return Messages[0]?.MessageID ?? null
      } catch (error) {
        throw passing(error)
      }
    },
    async reactivate(address) {
      try {
        const Suppressions = [{ EmailAddress: address }]
        const names = [...new Set([streams.transactional, streams.broadcast])]
        const told = await Promise.all(names.map((name) => client.deleteSuppressions(name, { Suppressions })))
        return told.every((answer) => answer.Suppressions.every(({ Status }) => Status !== 'Failed'))
      } catch (error) {
        throw passing(error)
      }
    },
  }
}

/** What trying again later helps against. */
function passing(error: unknown) {
  if (error instanceof Errors.RateLimitExceededError) return limitReached('mail.too-many', { retryAfter: 60 })
  return unavailable(error instanceof Errors.InvalidAPIKeyError ? 'mail.token' : 'mail.away', error)
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
  throw passing(error)
}
