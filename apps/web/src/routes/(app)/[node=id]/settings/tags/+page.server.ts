import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Notice } from '#lib/notice.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { tags, mayCreate } = await locals.api.people.tags({ nodeId: params.node, retired: true })
  const own = tags.filter(({ nodeId }) => nodeId === params.node)
  return {
    mayCreate,
    above: tags.filter(({ nodeId, retired }) => nodeId !== params.node && !retired),
    own: own.filter(({ retired }) => !retired),
    retired: own.filter(({ retired }) => retired),
    edited: url.searchParams.get('edit'),
  }
}

/** An act on a tag: what it does, and what is said then. */
const doing = (run: (event: RequestEvent, form: FormData) => Promise<Notice>) => (event: RequestEvent) =>
  answer(event, async (form) => {
    tell(event, await run(event, form))
    redirect(303, `/${event.params.node}/settings/tags`)
  })
const idIn = (form: FormData) => String(form.get('id') ?? '')

export const actions: Actions = {
  create: doing(async ({ locals, params }, form) => {
    const name = textOf(form, 'name') ?? ''
    await locals.api.people.createTag({ nodeId: params.node, name })
    return { text: m.people_tag_done_created({ name }) }
  }),
  rename: doing(async ({ locals }, form) => {
    await locals.api.people.renameTag({ id: idIn(form), name: textOf(form, 'name') ?? '' })
    return { text: m.people_tag_done_renamed() }
  }),
  retire: doing(async ({ locals, params }, form) => {
    const { id } = await locals.api.people.retireTag({ id: idIn(form) })
    const undo = { action: `/${params.node}/settings/tags?/restore`, fields: { id } }
    return { text: m.people_tag_done_retired(), undo }
  }),
  restore: doing(async ({ locals }, form) => {
    await locals.api.people.restoreTag({ id: idIn(form) })
    return { text: m.people_tag_done_restored() }
  }),
}
