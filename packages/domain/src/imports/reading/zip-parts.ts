import type { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import { fromFd, type Entry, type ZipFile } from 'yauzl'
import type { ReadingLimits } from './limits.ts'
import { asRefusal, overLimit, refuse } from './refuse.ts'

/** The parts of a zip, to be read one by one and as streams. */
export interface ZipParts {
  /** Upper and lower case don't matter: some writers' relations and entries differ in it. */
  has(name: string): boolean
  names(): Iterable<string>
  /** What a part unpacks to, in bytes, as it says itself; 0 where there is none. */
  size(name: string): number
  /** Unpacks a part; what all parts unpack to is capped. Errors: LimitReached `imports.read.zip-bomb`. */
  read(name: string): AsyncGenerator<Buffer>
}

/**
 * Lists a zip that lies in an open file (which stays the caller's to close).
 * Errors: InvalidInput `imports.read.damaged`, `…zip-path` (a part that points outside), `…encrypted`; LimitReached
 * `imports.read.zip-bomb`. Source: IMP-7.
 */
export async function openZip(fd: number, limits: ReadingLimits): Promise<ZipParts> {
  const zip = await directoryOf(fd)
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw refuse('imports.read.encrypted')
      if (zip.entriesRead > limits.zipEntries) throw overLimit('imports.read.zip-bomb')
      const name = entry.fileName.toLowerCase()
      if (!entries.has(name)) entries.set(name, entry)
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (/absolute path|invalid relative path|invalid characters/.test(message)) throw refuse('imports.read.zip-path')
    if (message.includes('encryption')) throw refuse('imports.read.encrypted')
    throw asRefusal(error, 'zip')
  }
  let unpacked = 0
  return {
    has: (name) => entries.has(name.toLowerCase()),
    names: () => entries.keys(),
    size: (name) => entries.get(name.toLowerCase())?.uncompressedSize ?? 0,
    async *read(name) {
      const entry = entries.get(name.toLowerCase())
      if (!entry) throw refuse('imports.read.damaged', { part: name })
      // The library stops a part that unpacks to more than it declares, so the declaration can be judged.
      unpacked += entry.uncompressedSize
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
      const swollen = entry.uncompressedSize > limits.ratioFromBytes && ratio > limits.zipRatio
      if (swollen || unpacked > limits.unzippedBytes) throw overLimit('imports.read.zip-bomb')
      try {
        yield* (await zip.openReadStreamPromise(entry)) as Readable & AsyncIterable<Buffer>
      } catch (error) {
        throw asRefusal(error, name)
      }
    },
  }
}

function directoryOf(fd: number): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromFd(fd, { autoClose: false, lazyEntries: true }, (error, zip) => {
      if (error) return reject(asRefusal(error, 'zip'))
      // Its errors reach whoever reads entries; without a listener one that comes late would end the process.
      zip.on('error', () => {})
      resolve(zip)
    })
  })
}
