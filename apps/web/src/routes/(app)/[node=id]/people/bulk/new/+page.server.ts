import { actIn, beginActs, choicesOf, listOf, takersOf } from '#lib/bulk/begin.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { locals, params, url, parent } = event
  const act = actIn(url.searchParams)
  const { place } = await parent()
  const { filter, query, back } = await listOf(event)
  const { total } = await locals.api.people.list({ nodeId: params.node, filter, take: 1 })
  return {
    ...{ act, query, back, total, filtered: Object.keys(filter).length > 0 },
    ...(await choicesOf(locals.api, place, act)),
    takers: act === 'follow-up' ? await takersOf(locals.api, params.node, filter) : [],
  }
}

export const actions: Actions = beginActs
