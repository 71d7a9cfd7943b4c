/** The form that takes a file or pasted rows. */
import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import type { Answer } from '#lib/answer.ts'
import { textOf } from '#lib/answer.server.ts'
import { problemText } from '#lib/error-text.server.ts'
import { attempt, type Refusal } from '#lib/server/api.ts'
import { formOf } from '#lib/server/form-of.ts'
import { textOfCode } from '#lib/server/say.ts'

/** Keeps the file and leads to its columns; what is wrong with it is said beside the field it came by. */
export async function upload(event: RequestEvent<{ node: string }>): Promise<ActionFailure<Answer>> {
  const { request, locals, params } = event
  const form = await formOf(request)
  const file = form.get('file')
  const given = file instanceof File && file.name ? file : undefined
  const text = textOf(form, 'text')
  if (!given && !text) return fail(400, inWords(nothingGiven(), 'file'))
  const outcome = await attempt(form, async () => {
    // A file's stream can be walked piece by piece, although the types of the browser don't know it.
    const content = given ? (given.stream() as unknown as AsyncIterable<Uint8Array>) : text!
    const fileName = given?.name ?? m.imports_pasted()
    const { id } = await locals.api.imports.upload({
      nodeId: params.node,
      kind: textOf(form, 'kind'),
      fileName,
      content,
    })
    return redirect(303, `/${params.node}/imports/${id}`)
  })
  const { status, data } = outcome
  return fail(status, inWords(data, given ? 'file' : 'text'))
}

const nothingGiven = (): Refusal => ({
  kind: 'InvalidInput',
  code: 'imports.upload.no-content',
  issues: [],
  form: {},
  id: '',
})

function inWords({ kind, code, values, form, id }: Refusal, field: 'file' | 'text'): Answer {
  const about = code && textOfCode(code, values)
  const name = code === 'imports.upload.no-content' ? 'file' : field
  return {
    act: 'upload',
    problem: about ? undefined : problemText(kind, code, values),
    issues: about ? [{ name, message: about }] : [],
    typed: Object.fromEntries(Object.entries(form).map(([key, value]) => [key, String(value)])),
    id: kind === 'Unavailable' ? id : undefined,
  }
}
