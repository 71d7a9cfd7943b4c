/** Codes of an authenticator app: six digits that change every half minute. Source: ACC-4, RFC 6238. */
import { Secret, TOTP } from 'otpauth'

const PERIOD = 30
/** Steps before and after the present one that are taken too: clocks differ, and people type slowly. */
const WINDOW = 1

/** A new secret of 160 random bits, in base32: what is typed where no picture can be taken. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

/** The address that the app's camera reads; `issuer` and `label` are what it shows. */
export const totpAddress = (secret: string, { issuer, label }: { issuer: string; label: string }): string =>
  totp(secret, { issuer, label }).toString()

/** The step of time that the code is of, or null where it is of none near `at`. A step once taken must not be taken again. */
export function totpStep(secret: string, code: string, at: Date): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null
  const timestamp = at.getTime()
  const delta = totp(secret).validate({ token: code, timestamp, window: WINDOW })
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD) + delta
}

/** The code of that instant, as the app shows it. */
export const totpCode = (secret: string, at: Date): string => totp(secret).generate({ timestamp: at.getTime() })

const totp = (secret: string, shown: { issuer?: string; label?: string } = {}) =>
  new TOTP({ ...shown, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD })
