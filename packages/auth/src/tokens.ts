/** Tokens that open something once or for a while: mailed or kept in a cookie, stored only as a hash. Source: ACC-4, ACC-5. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, safe in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token: SHA-256, in hexadecimal. Enough for random tokens, never for passwords. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Whether the token is the one this hash was made from; takes the same time for every token. */
export const isToken = (token: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(hash.padEnd(64).slice(0, 64)))
