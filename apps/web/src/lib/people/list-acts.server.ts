/** What is done with a list as it is looked at: kept as a view, shown with other columns, taken along as a file. */
import { exportFormats, listColumn, listOrder, peopleFilter } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { lookAt } from './list-state.server.ts'

type Event = RequestEvent<{ node: string }>
const columnsIn = (form: FormData) => form.getAll('column').flatMap((column) => listColumn.safeParse(column).data ?? [])
const versionIn = (form: FormData) => ({ id: String(form.get('id') ?? ''), version: Number(form.get('version')) })
const home = ({ params }: Event) => `/${params.node}/people`

/** A look that came with the form (one that was removed comes back so), or the one of the address. */
async function lookIn(event: Event, form: FormData) {
  const sent = textOf(form, 'look')
  if (sent) {
    const { filter, order, columns } = JSON.parse(sent) as Record<string, unknown>
    return {
      filter: peopleFilter.parse(filter),
      order: listOrder.parse(order),
      columns: listColumn.array().parse(columns),
    }
  }
  const { state, columns } = await lookAt(event.locals, event.params.node, event.url.searchParams)
  return { filter: state.filter, order: state.order, columns }
}

export const listActs = {
  columns: (event: Event) =>
    answer(event, async (form) => {
      const columns = columnsIn(form)
      await event.locals.api.people.views.remember({ columns })
      const params = new URLSearchParams(event.url.searchParams)
      for (const name of [...params.keys()]) if (name.startsWith('/') || name === 'column') params.delete(name)
      // A view has columns of its own.
      if (params.has('view')) for (const column of columns) params.append('column', column)
      redirect(303, `${home(event)}?${params}`)
    }),
  'save-view': (event: Event) =>
    answer(event, async (form) => {
      const look = await lookIn(event, form)
      const name = textOf(form, 'name') ?? ''
      const shared = form.get('shared') === 'yes'
      const { id } = await event.locals.api.people.views.save({ nodeId: event.params.node, name, shared, ...look })
      if (form.get('first') === 'yes') await event.locals.api.people.views.remember({ defaultViewId: id })
      tell(event, { text: m.people_views_done_saved({ name }) })
      redirect(303, `${home(event)}?view=${id}`)
    }),
  'change-view': (event: Event) =>
    answer(event, async (form) => {
      const { id, version } = versionIn(form)
      const wanted = form.has('name')
        ? { name: textOf(form, 'name') ?? '', shared: form.get('shared') === 'yes' }
        : await lookIn(event, form)
      await event.locals.api.people.views.change({ id, version, ...wanted })
      tell(event, { text: m.people_views_done_changed() })
      redirect(303, `${home(event)}?view=${id}`)
    }),
  'remove-view': (event: Event) =>
    answer(event, async (form) => {
      const { kept } = await lookAt(event.locals, event.params.node, event.url.searchParams)
      const { id, version } = versionIn(form)
      const view = kept.views.find((one) => one.id === id)
      await event.locals.api.people.views.remove({ id, version })
      const undo = view && {
        action: `/${view.place.id}/people?/save-view`,
        fields: {
          ...{ name: view.name, shared: view.shared ? 'yes' : '' },
          look: JSON.stringify({ filter: view.filter, order: view.order, columns: view.columns }),
        },
      }
      tell(event, { text: m.people_views_done_removed(), ...(undo && { undo }) })
      redirect(303, `${home(event)}?view=all`)
    }),
  'first-view': (event: Event) =>
    answer(event, async (form) => {
      const id = textOf(form, 'id') ?? null
      await event.locals.api.people.views.remember({ defaultViewId: id })
      tell(event, { text: id ? m.people_views_done_first() : m.people_views_done_not_first() })
      redirect(303, `${home(event)}?view=${id ?? 'all'}`)
    }),
  export: (event: Event) =>
    answer(event, async (form) => {
      const format = exportFormats.find((one) => one === form.get('format')) ?? 'csv'
      const { filter, order, columns } = await lookIn(event, form)
      const nodeId = event.params.node
      const begun = await event.locals.api.people.exports.begin({ nodeId, format, filter, order, columns })
      // Who had to prove first stands at a form, which an answer that is a file would leave standing there.
      const alone = begun.atOnce && !begun.without.length && !form.has('toFiles')
      redirect(303, alone ? `${home(event)}/export?id=${begun.id}` : `${home(event)}/exports`)
    }),
}
