import { Buffer } from 'node:buffer'
import type { ReadingLimits } from './limits.ts'
import { pageStore } from './page-store.ts'
import { overLimit } from './refuse.ts'
import { xmlEvents } from './xml-events.ts'

/** Texts by number, packed as UTF-8 so that millions of them cost little: what is beyond some megabytes waits on disk. */
export interface TextStore {
  add(text: string): void
  get(at: number): string | undefined
  readonly size: number
  /** Lets go of what waits on disk; harmless when called twice. */
  close(): void
}

/** Holds the longest text that a cell may have, and its length. */
const pageBytes = 128 * 1024
/** Only every 16th text's place is kept; those between are found by hopping over the lengths before them. */
const stride = 16
const blockLength = 4096

/**
 * Texts behind one another in pages, each with its length before it (in 1 to 3 bytes of 7 bits). `heldPages` of them stay in memory.
 * Errors: LimitReached `imports.read.too-much-text` once they take more than `capBytes`. Source: IMP-7.
 */
export function textStore(capBytes: number, heldPages = 96): TextStore {
  const pages = pageStore(pageBytes, heldPages)
  /** How far each page is filled, in bytes. */
  const ends: number[] = []
  const places: Uint32Array[] = []
  let size = 0
  let taken = 0

  const lengthAt = (page: Buffer, at: number): { length: number; from: number } => {
    let length = 0
    for (let shift = 0; ; shift += 7) {
      const byte = page[at++]!
      length |= (byte & 0x7f) << shift
      if (byte < 0x80) return { length, from: at }
    }
  }

  return {
    get size() {
      return size
    },
    close: pages.close,
    add(text) {
      const length = Buffer.byteLength(text, 'utf8')
      taken += length + 3
      if (taken > capBytes || length + 3 > pageBytes) throw overLimit('imports.read.too-much-text')
      if (ends.length === 0 || ends.at(-1)! + length + 3 > pageBytes) {
        pages.add()
        ends.push(0)
      }
      const page = pages.get(ends.length - 1)
      let at = ends.at(-1)!
      if (size % stride === 0) {
        const place = size / stride
        if (place % blockLength === 0) places.push(new Uint32Array(blockLength))
        places.at(-1)![place % blockLength] = (ends.length - 1) * pageBytes + at
      }
      let rest = length
      for (; rest >= 0x80; rest >>= 7) page[at++] = (rest & 0x7f) | 0x80
      page[at++] = rest
      ends[ends.length - 1] = at + page.write(text, at, 'utf8')
      size++
    },
    get(number) {
      if (!Number.isInteger(number) || number < 0 || number >= size) return undefined
      const place = Math.floor(number / stride)
      const start = places[Math.floor(place / blockLength)]![place % blockLength]!
      let page = Math.floor(start / pageBytes)
      let found = lengthAt(pages.get(page), start % pageBytes)
      for (let hops = number % stride; hops > 0; hops--) {
        let next = found.from + found.length
        if (next === ends[page]) {
          page++
          next = 0
        }
        found = lengthAt(pages.get(page), next)
      }
      return pages.get(page).toString('utf8', found.from, found.from + found.length)
    },
  }
}

/** `_x000D_` stands for a character that XML can't hold. Source: ECMA-376 part 1, 22.9.2.19. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text

/** Reads the shared strings of an XLSX: rich text as its plain text, reading aids (phonetic runs) left out. Source: IMP-1. */
export async function readSharedStrings(pieces: AsyncIterable<Buffer>, limits: ReadingLimits): Promise<TextStore> {
  const store = textStore(limits.sharedTextBytes)
  let text = ''
  let inText = false
  let inPhonetic = false
  const handlers = {
    open(name: string) {
      if (name === 'si') text = ''
      else if (name === 'rPh') inPhonetic = true
      else if (name === 't') inText = !inPhonetic
    },
    close(name: string) {
      if (name === 'si') store.add(unescaped(text))
      else if (name === 'rPh') inPhonetic = false
      else if (name === 't') inText = false
    },
    text(more: string) {
      // One character more than a cell may hold is enough to refuse the cell that uses it.
      if (inText) text += more.slice(0, Math.max(0, limits.cellCharacters + 1 - text.length))
    },
  }
  try {
    for await (const _ of xmlEvents('sharedStrings.xml', pieces, handlers, limits));
    return store
  } catch (error) {
    store.close()
    throw error
  }
}
