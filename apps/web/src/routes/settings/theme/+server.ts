import { redirect } from '@sveltejs/kit'
import { cookieName } from '#lib/cookie-name.ts'
import { safePath } from '#lib/safe-path.ts'
import { formOf } from '#lib/server/form-of.ts'
import type { RequestHandler } from './$types.js'

/** Keeps light, dark or the device's own for this browser; no account is needed. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await formOf(request)
  const theme = String(form.get('theme'))
  if (['light', 'dark', 'system'].includes(theme))
    cookies.set(cookieName(url, 'theme'), theme, {
      ...{ path: '/', maxAge: 31_536_000, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' },
    })
  redirect(303, safePath(form.get('back')))
}
