/** What a browser has to ask a device for, before a passkey signs in, or proves who sits there. Source: ACC-4. */
import { json } from '@sveltejs/kit'
import { setPasskeyStep } from '#lib/server/session.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async (event) => {
  const { token, endsAt, options } = await event.locals.api.accounts.askPasskey({})
  setPasskeyStep(event, token, endsAt)
  return json(options)
}
