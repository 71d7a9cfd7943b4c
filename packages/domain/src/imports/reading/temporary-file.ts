import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstPieceBytes } from './limits.ts'

export interface TemporaryFile {
  handle: FileHandle
  /** Writes a piece at its end. */
  append(piece: Buffer): Promise<void>
  /** Its bytes from the beginning, in pieces of at most so many bytes. */
  pieces(length?: number): AsyncGenerator<Buffer>
  /** Closes and removes it; harmless when called twice. */
  close(): Promise<void>
}

/**
 * A file that only this process can read. Its name is removed at once where the system allows it, so that people's data
 * never outlives a killed process. Source: IMP-7.
 */
export async function temporaryFile(): Promise<TemporaryFile> {
  const path = join(tmpdir(), `ministry-import-${randomUUID()}`)
  const handle = await open(path, 'wx+', 0o600)
  const removed = await rm(path).then(
    () => true,
    () => false,
  )
  let closed = false
  let size = 0
  return {
    handle,
    async append(piece) {
      await handle.write(piece, 0, piece.length, size)
      size += piece.length
    },
    pieces: (length = firstPieceBytes) => piecesOf(handle, length),
    async close() {
      if (closed) return
      closed = true
      await handle.close()
      if (!removed) await rm(path, { force: true })
    },
  }
}

/** Writes a stream to a temporary file. */
export async function spool(pieces: AsyncIterable<Buffer>): Promise<TemporaryFile> {
  const file = await temporaryFile()
  try {
    for await (const piece of pieces) await file.append(piece)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Hands a stream on and writes down what goes by. */
export async function* noting(pieces: AsyncIterable<Buffer>, file: TemporaryFile): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    await file.append(piece)
    yield piece
  }
}

async function* piecesOf(handle: FileHandle, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
