import { eventRequest } from '@ministry/domain/events/schema'
import { isId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { timeZones } from '#lib/choices.server.ts'
import { tell } from '#lib/notice.server.ts'
import { askedBefore } from '#lib/requests/asked-before.server.ts'
import { eventFrom, eventSoFar } from '#lib/requests/event-form.ts'
import { requestIds, sendRequest, showWay } from '#lib/requests/request-acts.server.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** One form plans an event, changes a draft (`?event=`), and changes a request that is on its way (`?case=`). */
export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { place } = await parent()
  const before = await askedBefore(locals.api, 'event', url, eventRequest)
  const drafted = before ? null : await draftOf(locals.api, url.searchParams.get('event') ?? '')
  const { settings } = await locals.api.org.get({ nodeId: params.node })
  const event = before?.payload ?? drafted
  return {
    before: before && { caseId: before.caseId, version: before.version, files: before.files },
    drafted: drafted?.id ?? null,
    event: event && { ...event, startsAt: new Date(event.startsAt), endsAt: new Date(event.endsAt) },
    ids: requestIds(),
    timeZone: settings.timeZone.value,
    timeZones: timeZones(),
    mayPlan: before !== null || mayHere(locals, place, 'create', 'Event') || Boolean(drafted?.may.change),
    maySend: before !== null || mayHere(locals, place, 'create', 'Event'),
  }
}

const draftOf = async (api: App.Locals['api'], id: string) => {
  if (!isId(id)) return null
  const found = await api.events.get({ id })
  return found.may.change ? found : null
}

export const actions: Actions = {
  route: (event) => showWay(event, 'event', eventSoFar),
  send: (event) => sendRequest(event, 'event', eventFrom, m.events_done_submitted()),
  save: (event) =>
    answer(event, async (form) => {
      const { api } = event.locals
      const draft = eventFrom(form)
      if (form.get('drafted') === 'yes') await api.events.change(draft)
      else await api.events.create({ ...draft, nodeId: event.params.node })
      tell(event, { text: m.events_done_saved() })
      redirect(303, `/${event.params.node}/events/${draft.id}`)
    }).then(asOfSend),
}

/** The refusal belongs to the form, whichever of its buttons was pressed. */
function asOfSend<T>(outcome: T): T {
  const data = (outcome as { data?: { act?: string } } | undefined)?.data
  if (data?.act) data.act = 'send'
  return outcome
}
