/** The filters of the list, to and from the address. */
import type { PeopleFilter } from '@ministry/domain/people/schema'

const states = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived'] as const
const genders = ['female', 'male', 'other'] as const
export const filterStates: readonly (typeof states)[number][] = states
export const filterGenders: readonly (typeof genders)[number][] = genders

const year = (text: string | null) => {
  const number = Number(text)
  return Number.isInteger(number) && number >= 1900 && number <= 2200 ? number : undefined
}

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
    ...(/^\d{4}-\d{2}-\d{2}$/.test(since) && !Number.isNaN(Date.parse(since)) && { joinedSince: since }),
  }
}

/** The filters of an address alone, without what else stands in it. */
export function paramsOf({
  states,
  genders,
  graduation,
  doNotContact,
  directOnly,
  joinedSince,
}: PeopleFilter): URLSearchParams {
  const params = new URLSearchParams()
  for (const state of states ?? []) params.append('state', state)
  for (const gender of genders ?? []) params.append('gender', gender)
  if (graduation?.from) params.set('graduates-from', String(graduation.from))
  if (graduation?.to) params.set('graduates-to', String(graduation.to))
  if (joinedSince) params.set('joined-since', joinedSince)
  if (directOnly) params.set('directly', 'yes')
  if (doNotContact) params.set('do-not-contact', 'yes')
  return params
}

/** The address of the list with these filters. */
export const listHref = (filter: PeopleFilter, path = '?'): string => {
  const query = paramsOf(filter).toString()
  return query ? `${path}${path.includes('?') && !path.endsWith('?') ? '&' : ''}${query}` : path
}

/** With the state turned on or off; none is the same as all. */
export function toggleState(filter: PeopleFilter, state: (typeof states)[number]): PeopleFilter {
  const { states: before = [], ...rest } = filter
  const after = before.includes(state) ? before.filter((one) => one !== state) : [...before, state]
  return after.length ? { ...rest, states: after } : rest
}
