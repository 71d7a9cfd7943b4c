import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { graduationLine } from '#lib/automation/graduations.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { node, rows, more, today } = await locals.api.automation.graduations({ nodeId: params.node })
  const lines = rows.map((row) => graduationLine(row, today))
  const networks = new Map(rows.flatMap((row) => row.networks.map(({ id, name }) => [id, name] as const)))
  return {
    node,
    more,
    waiting: lines.filter(({ waits }) => waits),
    going: lines.filter(({ waits, held }) => !waits && !held),
    held: lines.filter(({ waits, held }) => !waits && held),
    networks: [...networks].map(([value, label]) => ({ value, label })),
  }
}

export const actions: Actions = {
  'move-now': (event) =>
    answer(event, async (form) => {
      await event.locals.api.automation.moveNow({ personId: String(form.get('personId')) })
      tell(event, { text: m.automation_done_move_now({ name: textOf(form, 'name') ?? '' }) })
      redirect(303, event.url.pathname)
    }),
  choose: (event) =>
    answer(event, async (form) => {
      const personIds = form.getAll('id').map(String)
      const { chosen } = await event.locals.api.automation.chooseNetwork({
        personIds,
        networkId: String(form.get('networkId')),
      })
      tell(event, { text: m.automation_done_network({ count: chosen }) })
      redirect(303, event.url.pathname)
    }),
}
