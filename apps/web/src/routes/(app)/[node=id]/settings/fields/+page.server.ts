import { redirect } from '@sveltejs/kit'
import type { FieldKind } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { answer } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Notice } from '#lib/notice.ts'
import { kindName } from '#lib/people/words.ts'
import { readField } from './read-field.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { fields, mayDefine } = await locals.api.people.fields({ nodeId: params.node, retired: true })
  const shown = fields.map((field) => ({ ...field, kindName: kindName(field.kind), own: field.nodeId === params.node }))
  const edit = url.searchParams.get('edit')
  return {
    mayDefine,
    above: shown.filter(({ own, retired }) => !own && !retired),
    own: shown.filter(({ own, retired }) => own && !retired),
    retired: shown.filter(({ own, retired }) => own && retired),
    edited: (mayDefine && shown.find(({ id, own }) => own && id === edit)) || null,
    adding: mayDefine && url.searchParams.has('new'),
  }
}

/** An act on a field: what it does, and what is said then. */
const doing = (run: (event: RequestEvent, form: FormData) => Promise<Notice>) => (event: RequestEvent) =>
  answer(event, async (form) => {
    tell(event, await run(event, form))
    redirect(303, `/${event.params.node}/settings/fields`)
  })
const idIn = (form: FormData) => String(form.get('id') ?? '')

export const actions: Actions = {
  define: doing(async ({ locals, params }, form) => {
    const field = readField(form)
    await locals.api.people.defineField({ ...field, nodeId: params.node, kind: form.get('kind') as FieldKind })
    return { text: m.people_field_done_defined({ label: field.label }) }
  }),
  change: doing(async ({ locals }, form) => {
    const field = readField(form)
    await locals.api.people.changeField({ ...field, id: idIn(form), version: Number(form.get('version')) })
    return { text: m.people_field_done_changed({ label: field.label }) }
  }),
  retire: doing(async ({ locals, params }, form) => {
    const { id } = await locals.api.people.retireField({ id: idIn(form) })
    const undo = { action: `/${params.node}/settings/fields?/restore`, fields: { id } }
    return { text: m.people_field_done_retired(), undo }
  }),
  restore: doing(async ({ locals }, form) => {
    await locals.api.people.restoreField({ id: idIn(form) })
    return { text: m.people_field_done_restored() }
  }),
  move: doing(async ({ locals, params }, form) => {
    const { fields } = await locals.api.people.fields({ nodeId: params.node })
    const ids = fields.filter(({ nodeId }) => nodeId === params.node).map(({ id }) => id)
    const from = ids.indexOf(idIn(form))
    const to = from + (form.get('to') === 'up' ? -1 : 1)
    if (from >= 0 && to >= 0 && to < ids.length) {
      ;[ids[from], ids[to]] = [ids[to]!, ids[from]!]
      await locals.api.people.orderFields({ nodeId: params.node, ids })
    }
    return { text: m.people_field_done_moved() }
  }),
}
