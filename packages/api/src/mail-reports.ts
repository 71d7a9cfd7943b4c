/** The door of the mail provider's webhooks. Source: MSG-1, architecture rule 5. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Services } from '@ministry/domain'
import { noteRefusals, storeReport } from '@ministry/domain/messaging'

/** Largest body that is taken. Bytes; Postmark's reports have a few thousand, with a mail that came back some more. */
const LARGEST = 5_000_000

export interface ReportCall {
  services: Services
  /** Of the request, for the log. */
  requestId: string
  /** What the provider must know; without one nothing is taken. The user's name is `postmark`. */
  password: string | undefined
  /** Told of every call that is turned away. */
  refused?: (() => Promise<void>) | undefined
}

/**
 * Takes a report: 401 for a wrong password (compared in constant time), 413 for what is too large, else 200 as soon as it is stored.
 * Whatever it says is applied later, once; a repetition is as welcome as the first.
 */
export async function answerReport(
  request: Request,
  { services, requestId, password, refused }: ReportCall,
): Promise<Response> {
  if (!password) return new Response('No reports are expected here.\n', { status: 404 })
  if (!authorised(request.headers.get('authorization'), password)) {
    await refused?.()
    return new Response('Wrong password.\n', { status: 401, headers: { 'www-authenticate': 'Basic realm="reports"' } })
  }
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST) return tooLarge()
  const body = await request.text()
  if (body.length > LARGEST) return tooLarge()
  const caller = { principal: null, system: 'webhook:postmark', request: { id: requestId } }
  // What can't be kept as text is kept with a sign in its place.
  await storeReport.call(services, caller, { body: body.replaceAll('\0', '\uFFFD').toWellFormed() })
  return new Response('ok\n')
}
/**
 * Counts what is turned away, for the operators' page. A flood costs one write a minute at most; what the process hasn't written
 * when it ends is not counted.
 */
export function countRefusals(services: Services): () => Promise<void> {
  let calls = 0
  let notedAt = -Infinity
  return async () => {
    calls++
    const now = services.clock.now().getTime()
    if (now - notedAt < 60_000) return
    const counted = calls
    calls = 0
    notedAt = now
    const caller = { principal: null, system: 'webhook:postmark', request: { id: 'refusals' } }
    await noteRefusals.call(services, caller, { calls: counted })
  }
}

const tooLarge = () => new Response('Too large.\n', { status: 413 })

function authorised(header: string | null, password: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const wanted = `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}`
  return timingSafeEqual(digest(header ?? ''), digest(wanted))
}
