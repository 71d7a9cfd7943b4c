import { eventRequest } from '@ministry/domain/events/schema'
import { m } from '@ministry/kernel/messages'
import { redirect } from '@sveltejs/kit'
import type { Api } from '@ministry/api'
import { answer } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { requestIds } from '#lib/requests/request-acts.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const event = await locals.api.events.get({ id: params.event })
  if (event.node.id !== params.node) redirect(303, `/${event.node.id}/events/${event.id}`)
  const preview = event.may.submit
    ? await locals.api.approvals.preview({ kind: 'event', nodeId: event.node.id, payload: requestOf(event) })
    : null
  return { event, preview, ids: requestIds() }
}

/** What is asked for: the draft as it stands. */
const requestOf = ({ startsAt, endsAt, ...event }: Awaited<ReturnType<Api['events']['get']>>) =>
  eventRequest.parse({ ...event, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() })

export const actions: Actions = {
  send: (event) =>
    answer(event, async (form) => {
      const { api } = event.locals
      const draft = await api.events.get({ id: event.params.event })
      const id = String(form.get('caseId'))
      await api.approvals.submit({ id, kind: 'event', nodeId: draft.node.id, payload: requestOf(draft) })
      tell(event, { text: m.events_done_submitted() })
      redirect(303, `/cases/${id}`)
    }),
}
