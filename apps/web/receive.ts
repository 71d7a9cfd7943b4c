/** What the pages may believe of a request: whose it is and under which address it came, and what every answer carries. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'

/** The headers in which the pages' handler finds what we know. Whatever a client wrote there is overwritten. */
export const received = { address: 'x-received-address', protocol: 'x-received-protocol' } as const

/** Which header tells the client's address, and how many proxies of ours have written to it. */
export interface AddressSource {
  header: string
  proxies: number
}
interface Known {
  givenOrigin: string | undefined
  addressFrom: AddressSource | undefined
}

/** Writes down what we know of the request, over what it says of itself, and gives the answer its headers. Source: ACC-4, AUD-1. */
export function receive(request: IncomingMessage, response: ServerResponse, { givenOrigin, addressFrom }: Known): void {
  const { headers } = request
  const origin = givenOrigin ? new URL(givenOrigin) : undefined
  headers[received.address] = addressOf(request, addressFrom)
  headers[received.protocol] = origin?.protocol.slice(0, -1) ?? 'http'
  if (origin) headers.host = origin.host
  for (const [name, value] of Object.entries(safetyHeaders)) response.setHeader(name, value)
  // Mail programs unsubscribe with one click from nowhere, by a form without an origin. Its address is the secret; no session counts.
  if (headers.origin === undefined && request.method === 'POST' && oneClick.test(request.url ?? '')) {
    delete headers.cookie
    headers.origin = origin?.origin ?? `http://${headers.host}`
  }
  if (origin?.protocol === 'https:')
    response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

const oneClick = /^\/unsubscribe\/[\w-]+$/

/**
 * The client's address: the connection's own, unless a proxy was announced that tells it. A header that is missing,
 * shorter than the announced row of proxies or no address has not passed them, so that the connection counts.
 */
export function addressOf(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  from: AddressSource | undefined,
): string {
  const own = plain(socket.remoteAddress ?? '')
  if (!from) return own
  const told = [headers[from.header] ?? []].flat().join(',').split(',')
  // Only what our own proxies have written counts: each adds to the right of what it was sent.
  const address = plain((from.header === 'x-forwarded-for' ? told.at(-from.proxies) : told.join(',')) ?? '')
  return isIP(address) ? address : own
}

/** One spelling for each address: IPv4 as IPv4 even where the socket speaks IPv6. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

const safetyHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Of files that never change; pages and data have stricter ones.
  'content-security-policy': "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}
