import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { countries, currencies, languages, timeZones, weekdays } from '#lib/choices.server.ts'
import { tell } from '#lib/notice.server.ts'
import { readSettings } from './read-settings.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => ({
  node: await locals.api.org.get({ nodeId: params.node }),
  timeZones: timeZones(),
  currencies: currencies(),
  languages: languages(),
  countries: countries(),
  weekdays: weekdays(),
})

export const actions: Actions = {
  default: (event) =>
    answer(event, async (form) => {
      const { node: nodeId } = event.params
      await event.locals.api.org.changeSettings({
        nodeId,
        settings: readSettings(form),
        reason: textOf(form, 'reason'),
      })
      tell(event, { text: m.shell_done_settings() })
      redirect(303, `/${nodeId}`)
    }),
}
