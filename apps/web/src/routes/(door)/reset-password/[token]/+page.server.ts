import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { clearSession } from '#lib/server/session.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals, params }) => locals.api.accounts.passwordReset({ token: params.token })

export const actions: Actions = {
  default: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.resetPassword({
        token: event.params.token,
        password: String(form.get('password') ?? ''),
      })
      clearSession(event)
      redirect(303, '/sign-in?changed=yes')
    }),
}
