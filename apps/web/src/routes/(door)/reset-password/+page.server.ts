import { answer, textOf } from '#lib/answer.server.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  default: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.requestReset({
        login: String(form.get('login') ?? ''),
        work: textOf(form, 'work'),
      })
      return { sent: true as const }
    }),
}
