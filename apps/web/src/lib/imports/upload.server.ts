/** The form that takes a file or pasted rows. */
import { error, fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import type { Answer } from '#lib/answer.ts'
import { textOf } from '#lib/answer.server.ts'
import { problemText } from '#lib/error-text.server.ts'
import { attempt, type Refusal } from '#lib/server/api.ts'
import { UnreadableForm } from '#lib/files/multipart.server.ts'
import { withSpooledForm, type SpooledForm } from '#lib/files/spooled-form.server.ts'
import { formOf } from '#lib/server/form-of.ts'
import { textOfCode } from '#lib/server/say.ts'

/** What is pasted may be as long as the import takes, in bytes of UTF-8. */
const textBytes = 40_000_000
/** More is refused by the import itself, in words. */
const fileBytes = 50 * 1024 * 1024

/** Keeps the file and leads to its columns; what is wrong with it is said beside the field it came by. */
export async function upload(event: RequestEvent<{ node: string }>): Promise<ActionFailure<Answer>> {
  if (!/^multipart\/form-data\s*;/i.test(event.request.headers.get('content-type') ?? ''))
    return take(event, { fields: await formOf(event.request), file: undefined })
  try {
    return await withSpooledForm(event.request, { fileBytes, textBytes }, (form) => take(event, form))
  } catch (thrown) {
    if (!(thrown instanceof UnreadableForm)) throw thrown
    const id = event.locals.requestId
    error(thrown.tooLarge ? 413 : 400, problemText('RuleBroken', 'files.upload.broken-off'), { id })
  }
}

async function take(
  { locals, params }: RequestEvent<{ node: string }>,
  { fields, file }: SpooledForm,
): Promise<ActionFailure<Answer>> {
  const text = textOf(fields, 'text')
  if (!file && !text) return fail(400, inWords(nothingGiven(), 'file'))
  const { status, data } = await attempt(fields, async () => {
    const { id } = await locals.api.imports.upload({
      nodeId: params.node,
      kind: textOf(fields, 'kind'),
      fileName: file?.name ?? m.imports_pasted(),
      content: file ? file.content() : text!,
    })
    return redirect(303, `/${params.node}/imports/${id}`)
  })
  return fail(status, inWords(data, file ? 'file' : 'text'))
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
