/**
 * The way out to addresses that people typed in. Whatever they name, nothing inside our own network is asked: the name is resolved
 * here, every address that it stands for is judged, the connection goes to a judged one and is judged again when it stands.
 * Redirects are not followed. Source: API-1, OWASP ASVS 5.0 (SSRF), Standard Webhooks.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export interface OutgoingOptions {
  /** Private and loopback addresses, plain http and any port: for development and closed networks alone. */
  privateAddresses: boolean
  /** Of a name, all its addresses; the system's own unless said. */
  resolve?: (host: string) => Promise<LookupAddress[]>
  /** Milliseconds for the whole exchange. */
  timeout?: number
}
export type Sent = { status: number } | { problem: SendProblem }
export type SendProblem = 'address-refused' | 'timeout' | 'unknown-host' | 'refused' | 'certificate' | 'broken'
export interface Outgoing {
  /** Whether an address may be written down at all; its name is resolved only when something is sent. */
  takes(url: string): boolean
  /** Posts the body. Never throws for what the other side does. */
  post(url: string, headers: Record<string, string>, body: string): Promise<Sent>
}

const ports = new Set(['', '443', '8443'])

const inside = new BlockList()
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
])
  inside.addSubnet(net, prefix, 'ipv4')
// Of IPv6 only global unicast is outside, and of that neither documentation nor what carries IPv4 within.
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  inside.addSubnet(net, prefix, 'ipv6')

/** Whether an address lies outside: reachable by everybody, and so no secret of this network. */
export function isOutside(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !inside.check(address, 'ipv4')
  return family === 6 && global.check(address, 'ipv6') && !inside.check(address, 'ipv6')
}

class Refused extends Error {}

/** The way out, for these options. */
export function createOutgoing({ privateAddresses, resolve = resolved, timeout = 15_000 }: OutgoingOptions): Outgoing {
  const takesAddress = (address: string) => privateAddresses || isOutside(address)

  function parsed(text: string): URL | null {
    if (!URL.canParse(text)) return null
    const url = new URL(text)
    if (url.username || url.password || url.hash) return null
    if (url.protocol !== 'https:' && !(privateAddresses && url.protocol === 'http:')) return null
    if (!privateAddresses && !ports.has(url.port)) return null
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) && !takesAddress(host)) return null
    return url
  }

  const judging: LookupFunction = (host, options, done) => {
    resolve(host).then(
      (found) => {
        // One bad address spoils the name: which of them would be taken is for others to say.
        if (!found.length || !found.every(({ address }) => takesAddress(address))) return done(new Refused(), '', 0)
        if (options.all) done(null, found)
        else done(null, found[0]!.address, found[0]!.family)
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    )
  }

  return {
    takes: (url) => parsed(url) !== null,
    post(text, headers, body) {
      const url = parsed(text)
      if (!url) return Promise.resolve({ problem: 'address-refused' })
      return new Promise<Sent>((settle) => {
        const failed = (error: unknown) => settle({ problem: problemOf(error) })
        const send = url.protocol === 'https:' ? secureRequest : plainRequest
        const request = send(url, {
          method: 'POST',
          agent: false,
          lookup: judging,
          signal: AbortSignal.timeout(timeout),
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        })
        request.on('socket', (socket) =>
          socket.on('connect', () => {
            if (!takesAddress(socket.remoteAddress ?? '')) socket.destroy(new Refused())
          }),
        )
        request.on('error', failed)
        request.on('response', (response) => {
          // The status is the whole answer: what else they say is not ours to read.
          settle({ status: response.statusCode ?? 0 })
          response.destroy()
        })
        request.end(body)
      })
    },
  }
}

const resolved = (host: string) =>
  new Promise<LookupAddress[]>((done, failed) =>
    systemLookup(host, { all: true }, (error, found) => (error ? failed(error) : done(found))),
  )

function problemOf(error: unknown): SendProblem {
  if (error instanceof Refused) return 'address-refused'
  const { name, code = '', cause } = error as { name?: string; code?: string; cause?: unknown }
  if (cause instanceof Refused) return 'address-refused'
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'timeout'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown-host'
  if (code === 'ECONNREFUSED') return 'refused'
  return /CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL/.test(code) ? 'certificate' : 'broken'
}
