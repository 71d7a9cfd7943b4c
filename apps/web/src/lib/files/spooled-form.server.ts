/** A form with one large file: it goes to disk as it arrives, so that no upload is held in memory. Source: IMP-7. */
import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { walkMultipart, type FileStream, type FormLimits } from './multipart.server.ts'

interface SpooledFile {
  name: string
  /** Its bytes from the beginning. */
  content(): AsyncIterable<Uint8Array>
}
export interface SpooledForm {
  fields: FormData
  /** The first file that was chosen. */
  file: SpooledFile | undefined
}

/**
 * Reads the form, lets `use` work with it, and lets go of the file. One byte more than `fileBytes` is kept of a file that is too
 * large, so that whoever reads it sees that it is. Throws UnreadableForm and what `use` throws.
 */
export async function withSpooledForm<Result>(
  request: Request,
  { fileBytes, textBytes }: Omit<FormLimits, 'files'>,
  use: (form: SpooledForm) => Promise<Result>,
): Promise<Result> {
  const handle = await temporaryFile()
  let name: string | undefined
  // Starts to read at once: what breaks off before somebody listens would end the process.
  const spool = async (stream: FileStream, called: string | undefined) => {
    stream.on('error', () => undefined)
    if (!called || name !== undefined) return void stream.resume()
    name = called
    for await (const piece of stream as AsyncIterable<Uint8Array>) await handle.write(piece)
  }
  try {
    const limits = { fileBytes: fileBytes + 1, files: 2, ...(textBytes !== undefined && { textBytes }) }
    const { fields } = await walkMultipart(request, limits, spool)
    const content = () => handle.createReadStream({ start: 0, autoClose: false })
    return await use({ fields, file: name === undefined ? undefined : { name, content } })
  } finally {
    await handle.close()
  }
}

/** A file that only this process can read; its name goes at once, so that people's data never outlive a killed process. */
async function temporaryFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `ministry-upload-${randomUUID()}`)
  const handle = await open(path, 'wx+', 0o600)
  await rm(path, { force: true })
  return handle
}
