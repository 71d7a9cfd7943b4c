import { error, redirect } from '@sveltejs/kit'
import { templateKeys, mergeFields } from '@ministry/domain/messaging/schema'
import { m } from '@ministry/kernel/messages'
import { answer, keptOf, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad, RouteParams } from './$types.js'

type Sentences = Record<string, (() => string) | undefined>

/** Which template an address names. */
function named(params: RouteParams, id: string) {
  const key = templateKeys.find((known) => known === params.key)
  if (!key || !/^[a-z]{2,3}$/.test(params.language)) error(404, { message: 'Not found.', id })
  return { nodeId: params.node, key, language: params.language }
}

export const load: PageServerLoad = async ({ locals, params }) => {
  const template = await locals.api.messaging.template(named(params, locals.requestId))
  // A few to preview with; whoever sees nobody here at all goes without.
  const people = await locals.api.people.list({ nodeId: params.node, take: 20 }).catch(() => ({ rows: [] }))
  const fields = mergeFields.map((name) => ({
    name: `{{${name}}}`,
    means: (m as unknown as Sentences)[`messaging_field_${name.replaceAll('.', '_')}`]?.() ?? '',
  }))
  const readers = people.rows.map(({ id, name }) => ({ value: id, label: name }))
  return { template, fields, readers }
}

export const actions: Actions = {
  save: (event) =>
    answer(event, async (form) => {
      const { locals, params } = event
      await locals.api.messaging.saveTemplate({
        ...named(params, locals.requestId),
        subject: String(form.get('subject') ?? ''),
        body: bodyOf(form),
        version: Number(form.get('version')),
      })
      tell(event, { text: m.messaging_done_saved() })
      redirect(303, event.url.pathname)
    }),
  preview: (event) =>
    answer(event, async (form) => {
      const { locals, params } = event
      const preview = await locals.api.messaging.previewTemplate({
        ...named(params, locals.requestId),
        personId: textOf(form, 'personId') ?? '',
        subject: String(form.get('subject') ?? ''),
        body: bodyOf(form),
      })
      return { preview, kept: keptOf(form) }
    }),
  remove: (event) =>
    answer(event, async () => {
      const { locals, params } = event
      await locals.api.messaging.removeTemplate(named(params, locals.requestId))
      tell(event, { text: m.messaging_done_removed() })
      redirect(303, event.url.pathname)
    }),
}

/** Browsers send the ends of lines as two signs. */
const bodyOf = (form: FormData) => String(form.get('body') ?? '').replaceAll('\r\n', '\n')
