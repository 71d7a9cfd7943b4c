/** Files that come with a form: taken first, so that the act that follows knows them by identifier. Source: DOC-1, A11-1. */
import { running } from '@ministry/api'
import { MinistryError } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { error, isHttpError, redirect, type RequestEvent } from '@sveltejs/kit'
import { problemText } from '#lib/error-text.server.ts'
import { shownFile, type ShownFile } from '@ministry/ui'
import { readMultipart, UnreadableForm, type SentFile, type SentForm } from './multipart.server.ts'

type Event = Pick<RequestEvent, 'request' | 'url' | 'locals'>

export interface Refused {
  name: string
  status: number
  problem: string
}
export interface ReceivedFiles {
  /** The form without its files, for `answer`: what was taken stands in it as fields `file.0`, `file.1`, … */
  request: Request
  url: URL
  /** All that FileField showed and that wasn't removed, and what came now; give them to the verb. */
  fileIds: string[]
  taken: ShownFile[]
  refused: Refused[]
  /** Throws where a file was refused: call it inside `answer`, before the act, and the form comes back with all the rest. */
  check(): void
}

/**
 * Takes the files of a form with a FileField; works with and without JavaScript. Use it as
 * `const received = await receiveFiles(event)`, then `answer(received, async (form) => { received.check(); … })`. Whoever isn't
 * signed in is sent to sign in before anything is read. `square` cuts pictures to a square. Source: DOC-1.
 */
export async function receiveFiles(event: Event, { square = false } = {}): Promise<ReceivedFiles> {
  const { locals, url, request } = event
  if (!locals.account) redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname)}`)
  const { fields, files } = await formOfFiles(request, locals.requestId)
  const taken = keptIn(fields)
  const refused: Refused[] = []
  // One after the other: a picture in painting is larger than its file.
  for (const file of files) {
    const outcome = await take(event, file, square)
    if ('problem' in outcome) refused.push(outcome)
    else if (!taken.some(({ id }) => id === outcome.id)) taken.push(outcome)
  }
  taken.forEach((file, at) => fields.set(`file.${at}`, JSON.stringify(file)))
  return {
    request: new Request(url, { method: 'POST', body: fields }),
    url,
    fileIds: taken.map(({ id }) => id),
    taken,
    refused,
    check() {
      const [first] = refused
      if (!first) return
      const { status, name, problem } = first
      const code = 'files.receive.refused'
      error(status, { message: code, id: locals.requestId, kind: 'RuleBroken', code, values: { name, problem } })
    },
  }
}

/** A form of another kind has no files and is read as any other; what can't be read is the sender's mistake. */
async function formOfFiles(request: Request, id: string): Promise<SentForm> {
  const { fileBytes, perSubject } = running().services.files.limits
  try {
    return await readMultipart(request, { fileBytes, files: perSubject })
  } catch (thrown) {
    if (!(thrown instanceof UnreadableForm)) throw thrown
    const message = problemText('RuleBroken', 'files.upload.broken-off')
    error(thrown.tooLarge ? 413 : 400, { message, id: id || newId() })
  }
}

/** What FileField showed already. Only the identifiers count: whether they are the sender's own is asked where they are attached. */
function keptIn(fields: FormData): ShownFile[] {
  const names = [...new Set(fields.keys())].filter((name) => /^file\.\d{1,2}$/.test(name))
  const kept = names.flatMap((name) => shownFile(fields.get(name)) ?? [])
  for (const name of names) fields.delete(name)
  return kept
}

async function take({ locals }: Event, { name, content }: SentFile, square: boolean): Promise<ShownFile | Refused> {
  const { fileBytes } = running().services.files.limits
  try {
    if (!content) throw tooLarge(fileBytes)
    const { id, name: kept, size, mediaType } = await locals.api.files.upload({ name, content, square })
    return { id, name: kept, size, mediaType }
  } catch (thrown) {
    if (thrown instanceof MinistryError) {
      const { kind, code, values } = thrown
      return { name, status: 422, problem: problemText(kind, code, values) }
    }
    if (!isHttpError(thrown) || !thrown.body.kind) throw thrown
    const { kind, code, values } = thrown.body
    return { name, status: thrown.status, problem: problemText(kind, code, values) }
  }
}

const tooLarge = (fileBytes: number) =>
  new MinistryError('RuleBroken', 'A file was too large.', {
    code: 'files.upload.too-large',
    values: { most: Math.floor(fileBytes / 1_000_000) },
  })
