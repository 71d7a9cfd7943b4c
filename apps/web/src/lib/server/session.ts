/** The session cookie: read on each request, set at sign-in, cleared at sign-out. */
import { running, type Authenticated } from '@ministry/api'
import { newToken } from '@ministry/auth'
import type { Cookies, RequestEvent } from '@sveltejs/kit'
import { cookieName } from '../cookie-name.ts'

/** What the browser brings along as its session, whether it still is one or never was. */
export const sessionToken = ({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>): string | undefined =>
  cookies.get(cookieName(url, 'session')) || undefined

/** Who is signed in by the request's cookie, or null. Where their rights have changed, the browser gets another token. */
export async function readSession(event: Browser): Promise<Authenticated | null> {
  const { sessions } = running()
  const token = sessionToken(event)
  const account = token ? await sessions.authenticate(token) : null
  if (!token || !account?.session.outdated) return account
  const renewed = await sessions.renew(token)
  if (!renewed) return account
  setSession(event, renewed.token, renewed.endsAt)
  return sessions.authenticate(renewed.token)
}

type Browser = Pick<RequestEvent, 'cookies' | 'url'>
const keep = ({ cookies, url }: Browser, name: string, token: string, until: { expires: Date } | { maxAge: number }) =>
  cookies.set(cookieName(url, name), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    ...until,
  })

/** Keeps the token in the browser until the session's absolute end. */
export const setSession = (browser: Browser, token: string, endsAt: Date): void =>
  keep(browser, 'session', token, { expires: endsAt })

/** Keeps what waits for the second factor in this browser, and nowhere else. */
export const setStep = (browser: Browser, token: string, endsAt: Date): void =>
  keep(browser, 'step', token, { expires: endsAt })
/** What waits for the second factor in this browser. */
export const stepToken = ({ cookies, url }: Browser): string | undefined =>
  cookies.get(cookieName(url, 'step')) || undefined
/** Forgets it. */
export const clearStep = ({ cookies, url }: Browser): void =>
  cookies.delete(cookieName(url, 'step'), { path: '/', secure: url.protocol === 'https:' })

/** Keeps what waits for a passkey in this browser, and nowhere else. */
export const setPasskeyStep = (browser: Browser, token: string, endsAt: Date): void =>
  keep(browser, 'passkey', token, { expires: endsAt })
/** What waits for a passkey in this browser. */
export const passkeyToken = ({ cookies, url }: Browser): string | undefined =>
  cookies.get(cookieName(url, 'passkey')) || undefined

/** By which this browser is known again at its next sign-in; it opens nothing. Source: ACC-5. */
export function deviceToken(browser: Browser): string {
  const token = browser.cookies.get(cookieName(browser.url, 'device')) || newToken()
  keep(browser, 'device', token, { maxAge: 400 * 86_400 })
  return token
}

/** Forgets the token; the session itself is ended by `accounts.sign-out`. */
export function clearSession({ cookies, url }: { cookies: Cookies; url: URL }): void {
  cookies.delete(cookieName(url, 'session'), { path: '/', secure: url.protocol === 'https:' })
}
