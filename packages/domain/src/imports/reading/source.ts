import { Buffer } from 'node:buffer'
import { firstPieceBytes, type ReadingLimits } from './limits.ts'
import { overLimit } from './refuse.ts'

/** Bytes as an upload, a stored file or a paste gives them, in pieces of any size. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

export interface PeekedSource {
  /** The first bytes, at most 64 KB; the whole file where it is shorter. */
  first: Buffer
  /** Everything, those first bytes included, in pieces of at most 64 KB; walked once. */
  all: AsyncGenerator<Buffer>
}

const pieces = function* (chunk: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < chunk.byteLength; at += firstPieceBytes) {
    const length = Math.min(firstPieceBytes, chunk.byteLength - at)
    yield Buffer.from(chunk.buffer, chunk.byteOffset + at, length)
  }
}

/** A source in pieces of at most 64 KB that ends in an error once it is longer than the limit, in bytes. Source: IMP-7. */
export async function* counted(source: ByteSource, limit: number): AsyncGenerator<Buffer> {
  let seen = 0
  for await (const chunk of source) {
    seen += chunk.byteLength
    if (seen > limit) throw overLimit('imports.read.file-too-large', { megabytes: Math.floor(limit / 1024 / 1024) })
    yield* pieces(chunk)
  }
}

/**
 * Looks at the beginning of a source without losing it, and caps its size.
 * Errors: LimitReached `imports.read.file-too-large`, also later, while `all` is walked. Source: IMP-7.
 */
export async function peek(source: ByteSource, limits: ReadingLimits): Promise<PeekedSource> {
  const reader = counted(source, limits.fileBytes)
  const held: Buffer[] = []
  let size = 0
  while (size < firstPieceBytes) {
    const { value, done } = await reader.next()
    if (done) break
    held.push(value)
    size += value.length
  }
  const all = async function* () {
    try {
      while (held.length > 0) yield held.shift()!
      yield* reader
    } finally {
      await reader.return(undefined)
    }
  }
  return { first: Buffer.concat(held).subarray(0, firstPieceBytes), all: all() }
}

/** Text pasted from a spreadsheet, as a source. Source: IMP-1. */
export const pasted = (text: string): ByteSource => [Buffer.from(text, 'utf8')]
