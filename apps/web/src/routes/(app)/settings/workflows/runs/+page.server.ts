import { zonedDay } from '#lib/zoned-day.ts'
import { runStateName } from '../words.server.ts'
import type { PageServerLoad } from './$types.js'

const states = ['running', 'completed', 'failed', 'cancelled'] as const
const day = /^\d{4}-\d{2}-\d{2}$/

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { timeZone } = await parent()
  const asked = (name: string) => url.searchParams.get(name)?.trim() || undefined
  const [from, until] = [asked('from'), asked('until')].map((text) => (text && day.test(text) ? text : undefined))
  const state = states.find((name) => name === asked('state'))
  const filter = {
    function: asked('function')?.slice(0, 300),
    state,
    from,
    until,
    search: asked('search')?.slice(0, 256),
  }
  const [{ rows, next }, { functions }] = await Promise.all([
    locals.api.monitoring.runs({
      functionId: filter.function,
      state,
      since: from ? zonedDay(from, timeZone) : undefined,
      until: until ? zonedDay(until, timeZone, 1) : undefined,
      search: filter.search,
      after: asked('after'),
    }),
    locals.api.monitoring.functions({}),
  ])
  return {
    rows: rows.map((run) => ({ ...run, stateName: runStateName(run.state) })),
    next,
    paged: url.searchParams.has('after'),
    filter,
    functions: functions.map(({ id, name }) => ({ value: id, label: name })),
    states: states.map((value) => ({ value, label: runStateName(value) })),
  }
}
