/** The session cookie: read on each request, set at sign-in, cleared at sign-out. */
import { running, type Authenticated } from '@ministry/api'
import type { Cookies, RequestEvent } from '@sveltejs/kit'

/** `__Host-` ties the cookie to this host and to https; plain http exists only on one's own machine. */
const cookieName = ({ protocol }: URL) => (protocol === 'https:' ? '__Host-session' : 'session')

/** What the browser brings along as its session, whether it still is one or never was. */
export const sessionToken = ({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>): string | undefined =>
  cookies.get(cookieName(url)) || undefined

/** Who is signed in by the request's cookie, or null. */
export async function readSession(event: RequestEvent): Promise<Authenticated | null> {
  const token = sessionToken(event)
  return token ? running().sessions.authenticate(token) : null
}

/** Keeps the token in the browser until the session's absolute end. */
export function setSession({ cookies, url }: { cookies: Cookies; url: URL }, token: string, endsAt: Date): void {
  cookies.set(cookieName(url), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    expires: endsAt,
  })
}

/** Forgets the token; the session itself is ended by `accounts.sign-out`. */
export function clearSession({ cookies, url }: { cookies: Cookies; url: URL }): void {
  cookies.delete(cookieName(url), { path: '/', secure: url.protocol === 'https:' })
}
