/** Short-lived access tokens for API clients: signed, and read only by us. Source: ACC-6, RFC 9068, RFC 8725. */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { Clock } from '@ministry/kernel/calendar'
import { errors, jwtVerify, SignJWT } from 'jose'
import { newToken } from './tokens.ts'

/** How long a token opens anything. Seconds. */
export const ACCESS_TOKEN_LASTS = 600

export interface AccessTokenOptions {
  /** Signing keys follow from secrets: the first signs, the others are still believed while they are changed. */
  secrets: readonly string[]
  /** Who issues, which is where people reach the product; the API there is the audience. */
  issuer: string
  clock: Clock
}
/** What a token says: whose it is and which session it hangs on. Rights are never in it. */
export interface AccessClaims {
  accountId: string
  personId: string
  sessionId: string
}
export interface AccessTokens {
  sign(claims: AccessClaims): Promise<string>
  /** Null for a token that is expired, changed, of another kind, for somebody else, or signed with a key that isn't ours. */
  read(token: string): Promise<AccessClaims | null>
}

/** Ed25519 alone, one type, one issuer, one audience: nothing in a token chooses how it is checked. Source: RFC 8725 §3. */
export function createAccessTokens({ secrets, issuer, clock }: AccessTokenOptions): AccessTokens {
  const keys = secrets.map(keyFrom)
  const [signing] = keys
  if (!signing) throw new Error('Access tokens need a secret to sign with')
  const audience = `${issuer}/api/v1`
  return {
    sign({ accountId, personId, sessionId }) {
      const now = Math.floor(clock.now().getTime() / 1000)
      return new SignJWT({ person: personId, sid: sessionId })
        .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: signing.id })
        .setSubject(accountId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + ACCESS_TOKEN_LASTS)
        .setJti(newToken())
        .sign(signing.secret)
    },
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, ({ kid }) => keyOf(kid), {
          ...{ algorithms: ['EdDSA'], typ: TYPE, issuer, audience, currentDate: clock.now() },
          requiredClaims: ['exp', 'iat', 'jti', 'sub', 'sid', 'person'],
        })
        const { sub, person, sid } = payload
        if (typeof sub !== 'string' || typeof person !== 'string' || typeof sid !== 'string') return null
        return { accountId: sub, personId: person, sessionId: sid }
      } catch (refused) {
        if (refused instanceof errors.JOSEError) return null
        throw refused
      }
    },
  }

  function keyOf(kid: string | undefined): KeyObject {
    const found = keys.find(({ id }) => id === kid)
    if (!found) throw new errors.JWKSNoMatchingKey()
    return found.open
  }
}

/** Of OAuth's access tokens, so that no other token of ours is ever taken for one. Source: RFC 9068. */
const TYPE = 'at+jwt'
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. Source: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function keyFrom(secret: string) {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'access tokens', 32))
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const open = createPublicKey(key)
  const id = createHash('sha256')
    .update(open.export({ format: 'der', type: 'spki' }))
    .digest('base64url')
    .slice(0, 16)
  return { id, secret: key, open }
}
