import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer } from '#lib/answer.server.ts'
import { kindsIn } from '#lib/mail-choices.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => ({ choices: await locals.api.messaging.mailChoices({}) })

export const actions: Actions = {
  default: (event) =>
    answer(event, async (form) => {
      await event.locals.api.messaging.chooseMails({ kinds: kindsIn(form) })
      tell(event, { text: m.messaging_choices_saved() })
      redirect(303, '/settings/mails')
    }),
}
