import { answer } from '#lib/answer.server.ts'
import { kindsIn } from '#lib/mail-choices.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => ({
  choices: await locals.api.messaging.mailChoices({ token: params.token }),
})

export const actions: Actions = {
  /** One click, from a mail program (RFC 8058) or by the button; else what was ticked. */
  default: (event) =>
    answer(event, async (form) => {
      const { token } = event.params
      if (form.get('List-Unsubscribe') === 'One-Click') {
        await event.locals.api.messaging.unsubscribe({ token })
        return { done: 'ended' as const }
      }
      await event.locals.api.messaging.chooseMails({ token, kinds: kindsIn(form) })
      return { done: 'saved' as const }
    }),
}
