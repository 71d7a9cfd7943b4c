import { running } from '@ministry/api'
import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { setSession } from '#lib/server/session.ts'
import { currencies, languages, timeZones } from '#lib/choices.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ params }) => ({
  open: await running().setUp.proves(params.token),
  timeZones: timeZones(),
  currencies: currencies(),
  languages: languages(),
})

export const actions: Actions = {
  default: (event) =>
    answer(event, async (form) => {
      const text = (name: string) => String(form.get(name) ?? '')
      const { token, endsAt } = await event.locals.api.accounts.setUp({
        token: event.params.token,
        movement: {
          name: text('movement'),
          timeZone: text('timeZone'),
          currency: text('currency'),
          language: text('language'),
        },
        director: { name: text('name'), email: text('email'), username: text('username'), password: text('password') },
      })
      setSession(event, token, endsAt)
      redirect(303, '/')
    }),
}
