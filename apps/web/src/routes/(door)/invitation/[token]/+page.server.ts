import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { deviceToken, setSession } from '#lib/server/session.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => ({
  invitation: await locals.api.accounts.invitation({ token: params.token }),
})

export const actions: Actions = {
  default: (event) =>
    answer(event, async (form) => {
      const { token, endsAt } = await event.locals.api.accounts.acceptInvitation({
        token: event.params.token,
        username: String(form.get('username') ?? ''),
        password: String(form.get('password') ?? ''),
        device: deviceToken(event),
      })
      setSession(event, token, endsAt)
      redirect(303, '/')
    }),
}
