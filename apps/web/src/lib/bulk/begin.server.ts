/** An act on many on its way from the list to being done: who is meant, what is to be done, what would come of it. */
import type { Api } from '@ministry/api'
import { bulkActs, undoDays, type BulkActName } from '@ministry/domain/bulk/schema'
import type { PeopleFilter } from '@ministry/domain/people/schema'
import { isId, newId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import { isHttpError, redirect, type RequestEvent } from '@sveltejs/kit'
import { formatNumber, formatPartialDate } from '@ministry/ui/format.ts'
import type { Choice } from '@ministry/ui'
import { answer, keptOf, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { listHref } from '#lib/people/filter.ts'
import { lookAt } from '#lib/people/list-state.server.ts'
import { placesBelow } from '#lib/people/places-below.server.ts'
import { stateName } from '#lib/people/words.ts'
import type { Place } from '#lib/shell/place.ts'
import { roleName } from '#lib/words.ts'
import { beginHref } from './acts.ts'
import { reasonLines, saidOf } from './bulk-words.server.ts'

type Event = RequestEvent<{ node: string }>
/** People by whom it is found who could see to follow-ups. */
const ASKED = 200

/** The act that an address names. */
export const actIn = (asked: URLSearchParams): BulkActName => bulkActs.find((act) => act === asked.get('act')) ?? 'tag'

/** The list that the address looks at, and the way back to it. */
export async function listOf({ locals, params, url }: Pick<Event, 'locals' | 'params' | 'url'>) {
  const { state } = await lookAt(locals, params.node, url.searchParams)
  const query = listHref(state).slice(1)
  return { filter: state.filter, query, back: `/${params.node}/people${query && `?${query}`}` }
}

/** What the act's form offers to choose from. */
export async function choicesOf(api: Api, place: Place, act: BulkActName) {
  const nodeId = place.id
  const { tags, mayCreate } =
    act === 'tag' || act === 'untag' ? await api.people.tags({ nodeId }) : { tags: [], mayCreate: false }
  return {
    tags: tags.map(({ id, name, nodeName }): Choice => ({ value: id, label: name, group: nodeName })),
    mayMakeTag: act === 'tag' && mayCreate,
    places: act === 'join' ? await placesBelow(api, place) : [],
  }
}

/** Who could see to follow-ups on these people; of a long list its beginning is asked about. */
export async function takersOf(api: Api, nodeId: string, filter: PeopleFilter, ids?: readonly string[]) {
  const personIds =
    ids?.slice(0, ASKED) ?? (await api.people.list({ nodeId, filter, take: ASKED })).rows.map(({ id }) => id)
  if (personIds.length === 0) return []
  const { takers } = await api.followUps.takers({ personIds })
  return takers.map((one): Choice => ({
    value: one.id,
    label: one.name,
    note: `${roleName(one.role)}, ${one.place}`,
  }))
}

const idsIn = (form: FormData) =>
  [...form.getAll('id').map(String), ...(textOf(form, 'ids')?.split(',') ?? [])].filter(isId)
const chosen = (form: FormData) => {
  const ids = idsIn(form)
  return ids.length ? { ids: ids.slice(0, 1000) } : {}
}

/** What was said of the act, without what the steps themselves put into the form. */
const typedIn = (form: FormData) =>
  Object.fromEntries(
    Object.entries(keptOf(form)).filter(
      ([name]) => !['id', 'ids', 'all', 'total', 'again', 'assigneeName'].includes(name),
    ),
  )

/** What the form says is to be done; what is missing in it the verb says. */
function whatIn(act: BulkActName, form: FormData) {
  switch (act) {
    case 'tag':
    case 'untag':
      return { act, tagId: textOf(form, 'tagId') ?? '' }
    case 'join':
      return {
        ...{ act, nodeId: textOf(form, 'nodeId') ?? '', state: textOf(form, 'state') as 'member' | undefined },
        joinedOn: textOf(form, 'joinedOn'),
      }
    case 'follow-up':
      return {
        ...{ act, title: textOf(form, 'title') ?? '', detail: textOf(form, 'detail') ?? null },
        ...{ dueOn: textOf(form, 'dueOn') ?? '', assigneeId: textOf(form, 'assigneeId') ?? null },
      }
  }
}

/** What would be done, in words. */
async function wordsOf({ locals: { api }, params }: Event, act: BulkActName, form: FormData): Promise<string[]> {
  const nodeId = params.node
  if (act === 'tag' || act === 'untag') {
    const { tags } = await api.people.tags({ nodeId })
    const tag = tags.find(({ id }) => id === textOf(form, 'tagId'))?.name ?? ''
    return [act === 'tag' ? m.bulk_will_tag({ tag }) : m.bulk_will_untag({ tag })]
  }
  if (act === 'join') {
    const { name } = await api.org.get({ nodeId: textOf(form, 'nodeId') ?? '' })
    return [m.bulk_will_join({ node: name, state: stateName(textOf(form, 'state') ?? 'member') })]
  }
  const due = formatPartialDate(textOf(form, 'dueOn') ?? '')
  const name = textOf(form, 'assigneeName')
  return [
    m.bulk_will_follow_up({ title: textOf(form, 'title') ?? '', due }),
    name === undefined ? m.bulk_will_be_open() : m.bulk_will_be_asked({ name }),
  ]
}

/** Whom it would reach: the true number, and of few what would become of each. */
async function looked(event: Event, form: FormData, changed: { shown: number; now: number } | null = null) {
  const { api } = event.locals
  const act = actIn(event.url.searchParams)
  const { filter } = await listOf(event)
  const takers = act === 'follow-up' ? await takersOf(api, event.params.node, filter, chosen(form).ids) : []
  const asked = takers.find(({ value }) => value === textOf(form, 'assigneeId'))
  if (asked) form.set('assigneeName', asked.label)
  const { total, fate } = await api.bulk.preview({
    ...{ nodeId: event.params.node, filter, ...chosen(form) },
    what: whatIn(act, form),
  })
  return {
    bulk: {
      ...{ ids: idsIn(form).join(','), count: total, takers },
      confirm: {
        ...{ id: newId(), total, words: await wordsOf(event, act, form), changed, days: undoDays },
        fate: fate && {
          ...{ done: fate.done, same: fate.same, left: reasonLines('left', fate.left) },
          leftCount: fate.left.reduce((sum, { count }) => sum + count, 0),
        },
      },
    },
    kept: typedIn(form),
  }
}

export const beginActs = {
  /** From the list: those who are ticked, or all. */
  choose: (event: Event) =>
    answer(event, async (form) => {
      const act = actIn(event.url.searchParams)
      const { filter, query } = await listOf(event)
      const base = `/${event.params.node}/people`
      if (form.get('all') === 'yes') redirect(303, beginHref(base, act, query))
      const { ids } = chosen(form)
      const back = textOf(form, 'again') !== undefined
      const takers =
        act === 'follow-up' && (ids || back) ? await takersOf(event.locals.api, event.params.node, filter, ids) : []
      return {
        bulk: {
          ids: ids?.join(',') ?? '',
          count: ids?.length ?? (back ? null : 0),
          ...{ takers, confirm: null },
        },
        kept: typedIn(form),
      }
    }),
  'make-tag': (event: Event) =>
    answer(event, async (form) => {
      const { id } = await event.locals.api.people.createTag({
        nodeId: event.params.node,
        name: textOf(form, 'name') ?? '',
      })
      const { ids } = chosen(form)
      return {
        bulk: { ids: ids?.join(',') ?? '', count: ids?.length ?? null, takers: [], confirm: null },
        kept: { tagId: id },
      }
    }),
  preview: (event: Event) => answer(event, (form) => looked(event, form)),
  begin: (event: Event) =>
    answer(event, async (form) => {
      const { api } = event.locals
      const act = actIn(event.url.searchParams)
      const { filter, back } = await listOf(event)
      const id = String(form.get('id'))
      form.delete('id')
      try {
        await api.bulk.begin({
          ...{ id, nodeId: event.params.node, filter, total: Number(form.get('total')), ...chosen(form) },
          what: whatIn(act, form),
        })
      } catch (thrown) {
        if (!isHttpError(thrown) || thrown.body.code !== 'bulk.begin.number-changed') throw thrown
        const { shown = 0, now = 0 } = thrown.body.values ?? {}
        return looked(event, form, { shown: Number(shown), now: Number(now) })
      }
      const page = `/${event.params.node}/people/bulk/${id}`
      const { state, left, done, what } = await api.bulk.get({ id })
      // Where nobody was left there is nothing to read: back to the list, with the way back.
      if (state !== 'done' || left > 0 || done === 0) redirect(303, page)
      tell(event, {
        text: m.bulk_toast({ what: saidOf(what), count: done, shown: formatNumber(done) }),
        undo: { action: `${page}?/undo`, fields: {} },
      })
      redirect(303, back)
    }),
}
