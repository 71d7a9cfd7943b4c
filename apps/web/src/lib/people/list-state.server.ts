/** How a list of people is looked at: from its address, the view that is open, and what its reader likes. */
import {
  filterExpression,
  listColumn,
  usualColumns,
  type FilterExpression,
  type ListColumn,
  type PeopleFilter,
  type SavedView,
} from '@ministry/domain/people/schema'
import { isHttpError } from '@sveltejs/kit'
import { filterOf, listHref, orderOf, type ListState } from './filter.ts'
import { termWords, type OwnWords } from './term-words.server.ts'

/** What the reader has kept: views, columns, and which view opens by itself. */
export interface Kept {
  views: readonly SavedView[]
  columns: readonly ListColumn[] | null
  defaultViewId: string | null
}

/** The state of a list. What can't be read in the address asks for nothing. */
export function listStateOf(params: URLSearchParams, { views, columns, defaultViewId }: Kept) {
  const said = [...params.keys()].some((name) => !name.startsWith('/') && !passing.has(name))
  const viewId = params.get('view') ?? (said ? undefined : (defaultViewId ?? undefined))
  const view = views.find(({ id }) => id === viewId)
  const looked = view && params.get('as') !== 'own'
  const where = looked ? view.filter.where : whereIn(params)
  const chips = looked ? view.filter : filterOf(params)
  const { where: _, ...others } = chips
  const filter: PeopleFilter = { ...others, ...(where && { where }) }
  const order = looked ? view.order : orderOf(params)
  const named = params.getAll('column').flatMap((column) => listColumn.safeParse(column).data ?? [])
  const open = view?.id ?? (viewId === 'all' ? 'all' : undefined)
  const state: ListState = { filter, order, ...(named.length && { columns: named }), ...(open && { view: open }) }
  const shown = named.length ? named : view?.columns.length ? view.columns : (columns ?? usualColumns)
  const columnsKept = !named.length || same(named, view?.columns)
  const changed = view !== undefined && !(same(filter, view.filter) && same(order, view.order) && columnsKept)
  return { state, view, changed, columns: [...shown] }
}
/** Whether two looks at a list are one, in whatever order their parts stand. */
const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)
const canonical = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
/** Names in an address that don't say how the list is looked at. */
const passing = new Set(['act', 'add', 'group', 'panel'])

function whereIn(params: URLSearchParams): FilterExpression | undefined {
  const text = params.get('where')
  if (!text) return undefined
  try {
    return filterExpression.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Conditions as groups that must all hold; in each, one is enough. */
const groupsOf = (where: FilterExpression | undefined): FilterExpression[][] => {
  if (!where) return []
  const parts = 'all' in where ? where.all : [where]
  return parts.map((part) => ('any' in part ? part.any : [part]))
}
function withGroups(filter: PeopleFilter, groups: readonly (readonly FilterExpression[])[]): PeopleFilter {
  const { where: _, ...others } = filter
  const parts = groups
    .filter((group) => group.length)
    .map((group): FilterExpression => (group.length === 1 ? group[0]! : { any: [...group] }))
  return parts.length ? { ...others, where: parts.length === 1 ? parts[0] : { all: parts } } : others
}

/** With one more condition: beside the others, or as another way to pass the group at this place. */
export function withTerm(filter: PeopleFilter, term: FilterExpression, to: number | undefined): PeopleFilter {
  const groups = groupsOf(filter.where)
  const added = to === undefined || !groups[to] ? [...groups, [term]] : groups.with(to, [...groups[to], term])
  const more = withGroups(filter, added)
  return filterExpression.safeParse(more.where).success ? more : filter
}

/** A group of conditions of which one must hold, each with the address without it; `or`: where another is added. */
export interface TermGroup {
  terms: { label: string; href: string }[]
  or: string
}
/** The conditions as chips. */
export const termGroups = (state: ListState, own: OwnWords): TermGroup[] => {
  const groups = groupsOf(state.filter.where)
  return groups.map((group, i) => ({
    terms: group.map((term, j) => ({
      label: termWords(term, own),
      href: listHref({ ...state, filter: withGroups(state.filter, groups.with(i, group.toSpliced(j, 1))) }),
    })),
    or: `${listHref(state)}${listHref(state) === '?' ? '' : '&'}panel=add&group=${i}`,
  }))
}

const nothingKept: Kept = { views: [], columns: null, defaultViewId: null }
/** The list that an address of a place means, with the words that hold there. Readers without views have none. */
export async function lookAt({ api }: App.Locals, nodeId: string, params: URLSearchParams) {
  const [kept, { fields }, { tags }] = await Promise.all([
    api.people.views.list({ nodeId }).catch((thrown: unknown) => {
      if (isHttpError(thrown, 403)) return { ...nothingKept, mayShare: false, none: true }
      throw thrown
    }),
    api.people.fields({ nodeId }),
    api.people.tags({ nodeId }),
  ])
  return { ...listStateOf(params, kept), kept, hasViews: !('none' in kept), own: { fields, tags } }
}
