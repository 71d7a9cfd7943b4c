import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Buffer } from 'node:buffer'

export interface TemporaryFile {
  handle: FileHandle
  size: number
  /** Closes and removes it; harmless when called twice. */
  close(): Promise<void>
}

/**
 * Writes a stream to a file that only this process can read. Its name is removed at once where the system allows it, so
 * that people's data never outlives a killed process. Source: IMP-7.
 */
export async function spool(pieces: AsyncIterable<Buffer>): Promise<TemporaryFile> {
  const path = join(tmpdir(), `ministry-import-${randomUUID()}`)
  const handle = await open(path, 'wx+', 0o600)
  const removed = await rm(path).then(
    () => true,
    () => false,
  )
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await handle.close()
    if (!removed) await rm(path, { force: true })
  }
  try {
    let size = 0
    for await (const piece of pieces) {
      await handle.writev([piece])
      size += piece.length
    }
    return { handle, size, close }
  } catch (error) {
    await close()
    throw error
  }
}
