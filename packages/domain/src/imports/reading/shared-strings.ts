import { Buffer } from 'node:buffer'
import type { ReadingLimits } from './limits.ts'
import { overLimit } from './refuse.ts'
import { xmlEvents } from './xml-events.ts'

/** Texts by number, packed as UTF-8 so that millions of them cost their bytes and little more. */
export interface TextStore {
  add(text: string): void
  get(at: number): string | undefined
  readonly size: number
}

const pageBytes = 1024 * 1024
const blockLength = 65_536

/** Errors: LimitReached `imports.read.too-much-text` once texts and their index take more than `capBytes`. */
export function textStore(capBytes: number): TextStore {
  const pages: Buffer[] = []
  // Two numbers each: where the text begins (over all pages) and its length, in bytes.
  const blocks: Uint32Array[] = []
  let size = 0
  let free = pageBytes
  let taken = 0
  return {
    get size() {
      return size
    },
    add(text) {
      const length = Buffer.byteLength(text, 'utf8')
      taken += length + 8
      if (taken > capBytes) throw overLimit('imports.read.too-much-text')
      if (free + length > pageBytes || pages.length === 0) {
        pages.push(Buffer.allocUnsafeSlow(Math.max(pageBytes, length)))
        free = 0
      }
      if (size % blockLength === 0) blocks.push(new Uint32Array(blockLength * 2))
      const slot = (size % blockLength) * 2
      blocks.at(-1)![slot] = pages.length * pageBytes - pageBytes + free
      blocks.at(-1)![slot + 1] = length
      pages.at(-1)!.write(text, free, 'utf8')
      free += length
      size++
    },
    get(at) {
      const block = blocks[Math.floor(at / blockLength)]
      if (!block || at < 0 || at >= size) return undefined
      const slot = (at % blockLength) * 2
      const start = block[slot]!
      const from = start % pageBytes
      return pages[Math.floor(start / pageBytes)]!.toString('utf8', from, from + block[slot + 1]!)
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
      if (inText && text.length <= limits.cellCharacters) text += more.slice(0, limits.cellCharacters + 1)
    },
  }
  for await (const _ of xmlEvents('sharedStrings.xml', pieces, handlers, limits));
  return store
}
