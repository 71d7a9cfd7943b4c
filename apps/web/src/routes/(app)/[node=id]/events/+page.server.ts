import { eventStates } from '@ministry/domain/events/schema'
import { mayHere } from '#lib/server/may-here.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { place } = await parent()
  const after = url.searchParams.get('after') ?? undefined
  const state = eventStates.find((name) => name === url.searchParams.get('state'))
  const page = await locals.api.events.list({
    nodeId: params.node,
    take: 50,
    ...(state && { state }),
    ...(after && { after }),
  })
  return {
    page,
    state,
    paged: after !== undefined,
    mayPlan: mayHere(locals, place, 'create', 'Event'),
    /** Whoever works on events sees drafts too. */
    seesDrafts: mayHere(locals, place, 'update', 'Event'),
  }
}
