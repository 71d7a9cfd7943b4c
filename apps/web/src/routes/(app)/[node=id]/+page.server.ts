import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, keptOf, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { placesFor, placesFound } from '#lib/places.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

const acts = ['open', 'rename', 'move', 'close', 'reopen'] as const
type Act = (typeof acts)[number]

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const node = await locals.api.org.get({ nodeId: params.node })
  const asked = acts.find((act) => act === url.searchParams.get('act'))
  // A dialog that may not be used is not shown; the verb would refuse it anyway.
  const act = asked && allowed(node.can, asked) ? asked : undefined
  return { node, act, places: act === 'move' || act === 'close' ? await placesFor(locals.api, act, node) : null }
}

const allowed = (can: { open: string[] } & Record<Exclude<Act, 'open'>, boolean>, act: Act) =>
  act === 'open' ? can.open.length > 0 : can[act]

export const actions: Actions = {
  open: (event) =>
    answer(event, async (form) => {
      const name = String(form.get('name') ?? '')
      const kind = String(form.get('kind')) as never
      const { id } = await event.locals.api.org.open({
        parentId: event.params.node,
        kind,
        name,
        code: textOf(form, 'code'),
      })
      tell(event, { text: m.shell_done_opened({ name: name.trim() }) })
      redirect(303, `/${id}`)
    }),
  rename: (event) =>
    answer(event, async (form) => {
      const { node: nodeId } = event.params
      const before = await event.locals.api.org.get({ nodeId })
      const name = String(form.get('name') ?? '')
      await event.locals.api.org.rename({ nodeId, name, code: textOf(form, 'code') ?? null })
      const fields = { name: before.name, code: before.code ?? '' }
      tell(event, { text: m.shell_done_renamed({ name: name.trim() }), undo: { action: `/${nodeId}?/rename`, fields } })
      redirect(303, `/${nodeId}`)
    }),
  move: (event) =>
    answer(event, async (form) => {
      const { node: nodeId } = event.params
      const before = await event.locals.api.org.get({ nodeId })
      await event.locals.api.org.move({
        nodeId,
        parentId: String(form.get('parentId') ?? ''),
        reason: textOf(form, 'reason'),
      })
      const undo = before.parentId ? { action: `/${nodeId}?/move`, fields: { parentId: before.parentId } } : undefined
      tell(event, { text: m.shell_done_moved({ name: before.name }), undo })
      redirect(303, `/${nodeId}`)
    }),
  close: (event) =>
    answer(event, async (form) => {
      const { node: nodeId } = event.params
      const { name } = await event.locals.api.org.get({ nodeId })
      const { people, roles } = await event.locals.api.org.close({
        nodeId,
        withBelow: form.has('withBelow'),
        handOverTo: textOf(form, 'handOverTo'),
        reason: textOf(form, 'reason'),
      })
      tell(event, { text: m.org_closed_done({ name, people, roles }) })
      redirect(303, `/${nodeId}`)
    }),
  reopen: (event) =>
    answer(event, async (form) => {
      const { node: nodeId } = event.params
      await event.locals.api.org.reopen({ nodeId, reason: textOf(form, 'reason') })
      const { name } = await event.locals.api.org.get({ nodeId })
      tell(event, { text: m.shell_done_reopened({ name }) })
      redirect(303, `/${nodeId}`)
    }),
  /** Looks for a place to move to or hand over to, where the tree is too large to choose from. */
  find: (event) =>
    answer(event, async (form) => {
      const act = event.url.searchParams.get('act')
      if (act !== 'move' && act !== 'close') return { found: [], kept: {} }
      const node = await event.locals.api.org.get({ nodeId: event.params.node })
      const text = textOf(form, 'text')
      return { found: text ? await placesFound(event.locals.api, act, node, text) : [], kept: keptOf(form) }
    }),
}
