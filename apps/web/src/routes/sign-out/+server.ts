import { clearSession } from '#lib/server/session.ts'
import type { RequestHandler } from './$types.js'

/** Ends the session at hand, and has the browser forget what pages kept there. Source: ACC-5, ASVS 14.3. */
export const POST: RequestHandler = async ({ locals, cookies, url }) => {
  if (locals.account) await locals.api.accounts.signOut({ sessionId: locals.account.session.id })
  clearSession({ cookies, url })
  return new Response(null, { status: 303, headers: { location: '/sign-in', 'clear-site-data': '"storage"' } })
}
