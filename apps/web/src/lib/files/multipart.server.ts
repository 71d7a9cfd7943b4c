/** A form with files, read as it arrives: what is too much is passed over at once and never held. Source: RFC 7578. */
import { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'

export interface SentFile {
  name: string
  /** Null where it had more bytes than are taken. */
  content: Uint8Array | null
}
export interface SentForm {
  /** All that is text. */
  fields: FormData
  files: SentFile[]
}
export interface FormLimits {
  /** Bytes of one file. */
  fileBytes: number
  files: number
  /** Text of a form beside its files, all fields together; absent, a megabyte. */
  textBytes?: number
}
/** A file of a form on its way; `truncated` once more has come than is taken. */
export type FileStream = Readable & { truncated: boolean }

/** The body is no form, breaks off, or has more in it than this form may have. */
export class UnreadableForm extends Error {
  readonly tooLarge: boolean
  constructor(tooLarge: boolean, cause?: unknown) {
    super('A form could not be read', { cause })
    this.tooLarge = tooLarge
  }
}

/**
 * Reads a multipart form. Files beyond the limit of bytes are named and dropped; where the whole body is longer than all its
 * files may be together, or a limit of parts is passed, reading stops. Throws UnreadableForm.
 */
export async function readMultipart(request: Request, limits: FormLimits): Promise<SentForm> {
  const { fields, files } = await walkMultipart(request, limits, collected)
  return { fields, files: files.filter((file) => file !== null) }
}

/** The same, with each file taken as it arrives: `take` has to read its stream to the end. Throws UnreadableForm. */
export async function walkMultipart<File>(
  request: Request,
  { fileBytes, files: most, textBytes = 1_000_000 }: FormLimits,
  take: (stream: FileStream, name: string | undefined) => Promise<File>,
): Promise<{ fields: FormData; files: File[] }> {
  const type = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data\s*;/i.test(type)) throw new UnreadableForm(false)
  const fields = new FormData()
  const files: Promise<File>[] = []
  // Twice: who sends one or two files too large still hears so in words, and everything typed comes back.
  const body = counted(request.body, 2 * fileBytes * most + textBytes)
  try {
    await new Promise<void>((resolve, reject) => {
      const parser = Busboy({
        headers: { 'content-type': type },
        limits: {
          fileSize: fileBytes,
          files: most,
          fields: 500,
          fieldSize: textBytes,
          headerPairs: 20,
          headerSize: 8192,
        },
      })
      parser.on('field', (name, value, nameCut, valueCut) =>
        nameCut || valueCut ? reject(new UnreadableForm(true)) : fields.append(name, value),
      )
      parser.on('file', (_field, stream, name) => {
        const taken = take(stream, name)
        files.push(taken)
        taken.catch(reject)
      })
      for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
        parser.on(limit, () => reject(new UnreadableForm(true)))
      parser.on('finish', resolve)
      parser.on('error', reject)
      body.on('error', reject)
      body.pipe(parser)
    })
    return { fields, files: await Promise.all(files) }
  } catch (error) {
    body.destroy()
    throw error instanceof UnreadableForm ? error : new UnreadableForm(tooMuch(error), error)
  }
}

/** The server's own limit of bodies says so with this status. */
const tooMuch = (error: unknown) => (error as { status?: unknown } | null)?.status === 413

function counted(body: ReadableStream<Uint8Array>, most: number): Readable {
  let bytes = 0
  const pieces = async function* () {
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.length
      if (bytes > most) throw new UnreadableForm(true)
      yield piece
    }
  }
  return Readable.from(pieces())
}

/** Null for the empty part that a browser sends where no file was chosen. */
function collected(stream: FileStream, name: string | undefined): Promise<SentFile | null> {
  const pieces: Buffer[] = []
  return new Promise((resolve) => {
    stream.on('data', (piece: Buffer) => void pieces.push(piece))
    stream.on('limit', () => void pieces.splice(0))
    // What broke off is the parser's to tell: a promise that nobody waits for any more must not fail.
    stream.on('error', () => resolve(null))
    stream.on('end', () => {
      const content = stream.truncated ? null : Buffer.concat(pieces)
      resolve(!name && !content?.length ? null : { name: name ?? '', content })
    })
  })
}
