import { answer, textOf } from '#lib/answer.server.ts'
import { filterOf } from '#lib/people/filter.ts'
import { peopleLines } from '#lib/people/people-lines.server.ts'
import { mayHere, seesAllHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const filter = filterOf(url.searchParams)
  const { rows, next, total } = await locals.api.people.list({ nodeId: params.node, filter })
  const { place } = await parent()
  return {
    list: { rows: peopleLines(rows), next, total },
    filter,
    // Whoever sees of others only the group's list would find nobody but themselves.
    mayFilter: rows.every(({ state }) => state !== undefined),
    seesAll: seesAllHere(locals, place, 'Person'),
    mayAdd: mayHere(locals, place, 'create', 'Person'),
    mayImport: mayHere(locals, place, 'create', 'Import'),
  }
}

export const actions: Actions = {
  // What is typed, and the place in the alphabet where the next page begins, are names of people: they travel by POST.
  search: (event) =>
    answer(event, async (form) => {
      const term = textOf(form, 'search')?.slice(0, 200)
      if (!term) return { search: null }
      const { rows, total, refine } = await event.locals.api.people.search({ nodeId: event.params.node, term })
      return { search: { term, rows: peopleLines(rows), total, refine } }
    }),
  more: (event) =>
    answer(event, async (form) => {
      const { rows, next } = await event.locals.api.people.list({
        nodeId: event.params.node,
        filter: filterOf(event.url.searchParams),
        after: textOf(form, 'after'),
        take: Math.min(200, Math.max(50, Number(form.get('take')) || 0)),
      })
      return { more: { rows: peopleLines(rows), next } }
    }),
}
