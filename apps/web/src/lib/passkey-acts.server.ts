/** The acts by which a passkey is added, for the pages that offer it. Source: ACC-4. */
import type { Cookies } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { responseIn } from '#lib/passkey-response.ts'
import { passkeyToken, setPasskeyStep } from '#lib/server/session.ts'

type Event = { locals: App.Locals; request: Request; url: URL; cookies: Cookies }

export const passkeyActs = {
  newPasskey: (event: Event) =>
    answer(event, async () => {
      const { token, endsAt, options } = await event.locals.api.accounts.beginPasskey({})
      setPasskeyStep(event, token, endsAt)
      return { passkey: options }
    }),
  addPasskey: (event: Event) =>
    answer(event, async (form) => {
      const { recoveryCodes } = await event.locals.api.accounts.addPasskey({
        token: passkeyToken(event) ?? 'none',
        name: String(form.get('name') ?? ''),
        response: responseIn(form, 'response'),
      })
      return { passkeyAdded: true as const, recoveryCodes: recoveryCodes ?? undefined }
    }),
}
