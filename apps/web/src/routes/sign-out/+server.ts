import { redirect } from '@sveltejs/kit'
import { clearSession } from '#lib/server/session.ts'
import type { RequestHandler } from './$types.js'

/** Ends the session at hand. Source: ACC-5. */
export const POST: RequestHandler = async ({ locals, cookies, url }) => {
  if (locals.account) await locals.api.accounts.signOut({ sessionId: locals.account.session.id })
  clearSession({ cookies, url })
  redirect(303, '/sign-in')
}
