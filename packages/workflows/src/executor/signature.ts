import { createHmac, randomBytes } from 'node:crypto'
import canonicalize from 'canonicalize'

/** A signing key that lives as long as this process: nobody else can drive the functions. */
export const newSigningKey = () => `signkey-embedded-${randomBytes(32).toString('hex')}`

/**
 * The `x-inngest-signature` of a request. The SDK signs the body in canonical JSON (RFC 8785), followed by the time.
 * `seconds` since 1970 is the machine's time: the SDK refuses signatures that are five minutes off it.
 */
export function signature(body: unknown, signingKey: string, seconds: number): string {
  const key = signingKey.replace(/^signkey-\w+-/, '')
  const digest = createHmac('sha256', key)
    .update(canonicalize(body) ?? '')
    .update(String(seconds))
    .digest('hex')
  return `t=${seconds}&s=${digest}`
}
