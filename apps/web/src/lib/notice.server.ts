/** A word about what was done, carried over the redirect after a form. */
import type { Cookies, RequestEvent } from '@sveltejs/kit'
import { cookieName } from './cookie-name.ts'
import type { Notice } from './notice.ts'

const name = 'notice'

/** Leaves the word for the page that comes next. */
export function tell({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>, notice: Notice): void {
  const secure = url.protocol === 'https:'
  cookies.set(cookieName(url, name), JSON.stringify(notice), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: 30,
  })
}

/** Takes the word away, so that it is said once. */
export function takeNotice({ cookies, url }: { cookies: Cookies; url: URL }): Notice | null {
  const kept = cookies.get(cookieName(url, name))
  if (!kept) return null
  cookies.delete(cookieName(url, name), { path: '/', secure: url.protocol === 'https:' })
  try {
    return JSON.parse(kept) as Notice
  } catch {
    return null
  }
}
