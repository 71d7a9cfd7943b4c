/** The filters of the list, to and from the address. */
import type { ListColumn, ListOrder, PeopleFilter, SortField } from '@ministry/domain/people/schema'

const states = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived'] as const
const genders = ['female', 'male', 'other'] as const
export const filterStates: readonly (typeof states)[number][] = states
export const filterGenders: readonly (typeof genders)[number][] = genders

const year = (text: string | null) => {
  const number = Number(text)
  return Number.isInteger(number) && number >= 1900 && number <= 2200 ? number : undefined
}

/** The 30th of February is read as a day of March. */
const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

/** What the address asks for; whatever can't be read in it is left out. */
export function filterOf(params: URLSearchParams): PeopleFilter {
  const chosen = <T extends string>(name: string, known: readonly T[]) =>
    known.filter((one) => params.getAll(name).includes(one))
  const [stateList, genderList] = [chosen('state', states), chosen('gender', genders)]
  const [from, to] = [year(params.get('graduates-from')), year(params.get('graduates-to'))]
  const since = params.get('joined-since') ?? ''
  return {
    ...(stateList.length && { states: stateList }),
    ...(genderList.length && { genders: genderList }),
    ...((from ?? to) && { graduation: { from, to } }),
    ...(params.get('do-not-contact') === 'yes' && { doNotContact: true }),
    ...(params.get('directly') === 'yes' && { directOnly: true }),
    ...(isDay(since) && { joinedSince: since }),
  }
}

/** How a list is looked at: what its address says. */
export interface ListState {
  filter: PeopleFilter
  order: ListOrder
  /** Columns that the address names. */
  columns?: ListColumn[] | undefined
  /** The saved view that is open; `all`: none, though one opens by itself. */
  view?: string | undefined
}
export const usualOrder: ListOrder = { by: 'name', descending: false }

/** What an address says the list is ordered by: `-joined` is the latest first. */
export function orderOf(params: URLSearchParams): ListOrder {
  const [, minus, by] = /^(-?)([a-zA-Z]+|custom\.[0-9a-f-]{36})$/.exec(params.get('sort') ?? '') ?? []
  return by ? { by: by as SortField, descending: minus === '-' } : usualOrder
}

/** The state as it stands in an address. `as`: a view that is open is looked at otherwise than it was kept. */
function paramsOf({ filter, order, columns, view }: ListState): URLSearchParams {
  const { states, genders, graduation, doNotContact, directOnly, joinedSince, where } = filter
  const params = new URLSearchParams()
  if (view !== undefined) params.set('view', view)
  if (view !== undefined && view !== 'all') params.set('as', 'own')
  for (const state of states ?? []) params.append('state', state)
  for (const gender of genders ?? []) params.append('gender', gender)
  if (graduation?.from) params.set('graduates-from', String(graduation.from))
  if (graduation?.to) params.set('graduates-to', String(graduation.to))
  if (joinedSince) params.set('joined-since', joinedSince)
  if (directOnly) params.set('directly', 'yes')
  if (doNotContact) params.set('do-not-contact', 'yes')
  if (where) params.set('where', JSON.stringify(where))
  if (order.by !== 'name' || order.descending) params.set('sort', `${order.descending ? '-' : ''}${order.by}`)
  for (const column of columns ?? []) params.append('column', column)
  return params
}

/** The address of the list in this state. */
export const listHref = (state: ListState, path = '?'): string => {
  const query = paramsOf(state).toString()
  return query ? `${path}${path.includes('?') && !path.endsWith('?') ? '&' : ''}${query}` : path
}

/** What a form that leads to another state takes along as hidden fields: all but what it says itself. */
export const keptBeside = (state: ListState, own: readonly string[]): [string, string][] =>
  [...paramsOf(state)].filter(([name]) => !own.includes(name))

/** A heading's way to sort by it: once more turns it round. */
export function sortLink(state: ListState, field: SortField) {
  const { by, descending } = state.order
  const now = by === field
  return {
    href: listHref({ ...state, order: { by: field, descending: now && !descending } }),
    ...(now && { direction: descending ? ('descending' as const) : ('ascending' as const) }),
  }
}

/** With the state turned on or off; none is the same as all. */
export function toggleState(filter: PeopleFilter, state: (typeof states)[number]): PeopleFilter {
  const { states: before = [], ...rest } = filter
  const after = before.includes(state) ? before.filter((one) => one !== state) : [...before, state]
  return after.length ? { ...rest, states: after } : rest
}
