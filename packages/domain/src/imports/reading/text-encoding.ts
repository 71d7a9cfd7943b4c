import { Buffer, isUtf8 } from 'node:buffer'
import { likelyCodePage } from './code-page.ts'
import { refuse } from './refuse.ts'
import type { TextEncoding } from './reading.schema.ts'
import type { Warnings } from './table.ts'

const byteOrderMarks: readonly [TextEncoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Share of control characters above which bytes are no text; random bytes have 11 %. */
const controlShare = 0.02

/**
 * Tells the encoding of a text file by its first piece: byte order mark, NULs on one side of each pair, (mostly) valid
 * UTF-8, and for the rest the code page that makes the most sense. Returns the length of the mark too, in bytes.
 * Errors: InvalidInput `imports.read.kind-binary`. Source: IMP-1.
 */
export function detectEncoding(first: Buffer): { encoding: TextEncoding; markLength: number } {
  const mark = byteOrderMarks.find(([, bytes]) => bytes.every((byte, at) => first[at] === byte))
  const encoding = mark?.[0] ?? withoutMark(first)
  const markLength = mark?.[1].length ?? 0
  if (looksBinary(decodePiece(first.subarray(markLength), encoding))) throw refuse('imports.read.kind-binary')
  return { encoding, markLength }
}

/** The first words with letters beyond ASCII. */
export function foreignLetters(text: string): string[] {
  const words = text.matchAll(/[\p{L}\p{M}\p{N}'’.-]*[^\s!-~][^\s,;|"]*/gu)
  const found = new Set<string>()
  for (const [word] of words) {
    found.add(word.slice(0, 30).toWellFormed())
    if (found.size === shownWords) break
  }
  return [...found]
}
const shownWords = 6

/** The first piece as text; a character cut at its end is left out. */
export function decodePiece(piece: Buffer, encoding: TextEncoding): string {
  return new TextDecoder(encoding).decode(piece, { stream: true })
}

function withoutMark(first: Buffer): TextEncoding {
  let even = 0
  let odd = 0
  for (let at = 0; at < first.length; at++) {
    if (first[at] !== 0) continue
    if (at % 2 === 0) even++
    else odd++
  }
  const nuls = even + odd
  // A UTF-16 table has separators and line ends, hence NULs, on one side of the pairs only.
  if (nuls > 0 && nuls >= first.length / 50) {
    if (odd > even * 9) return 'utf-16le'
    if (even > odd * 9) return 'utf-16be'
  }
  return mostlyUtf8(first.subarray(0, first.length - cutTail(first))) ? 'utf-8' : likelyCodePage(first)
}

function looksBinary(text: string): boolean {
  let controls = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // Tab to carriage return, escape and C1 (which Windows-1252 leaves open) do occur in text.
    if (code < 0x09 || (code > 0x0d && code < 0x20 && code !== 0x1b) || code >= 0xfffe) controls++
  }
  return controls > 0 && controls / text.length > controlShare
}

/** Bytes at the end (0–3) that begin a UTF-8 character which the piece doesn't finish. */
function cutTail(piece: Buffer): number {
  for (let back = 1; back <= 3 && back <= piece.length; back++) {
    const byte = piece[piece.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

/**
 * Turns a text file of any of the encodings into UTF-8, piece by piece. A file that was ASCII so far and then isn't
 * UTF-8 goes on in its likely code page; single wrong bytes in UTF-8 are read as Windows-1252 and warned about.
 */
export async function* toUtf8(
  pieces: AsyncIterable<Buffer>,
  encoding: TextEncoding,
  markLength: number,
  warnings: Warnings,
): AsyncGenerator<Buffer> {
  const recode = encoding === 'utf-8' ? utf8Checker(warnings) : decoderOf(encoding)
  let skip = markLength
  for await (const piece of pieces) {
    const rest = piece.subarray(Math.min(skip, piece.length))
    skip -= piece.length - rest.length
    const text = recode(rest, false)
    if (text.length > 0) yield text
  }
  const last = recode(Buffer.alloc(0), true)
  if (last.length > 0) yield last
}

type Recode = (piece: Buffer, end: boolean) => Buffer

const decoderOf = (encoding: TextEncoding): Recode => {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return (piece, end) => Buffer.from(decoder.decode(piece, { stream: !end }), 'utf8')
}

function utf8Checker(warnings: Warnings): Recode {
  let carried: Buffer = Buffer.alloc(0)
  let sawUtf8 = false
  let other: Recode | undefined
  return (piece, end) => {
    if (other) return other(piece, end)
    const bytes = carried.length > 0 ? Buffer.concat([carried, piece]) : piece
    const cut = end ? 0 : cutTail(bytes)
    const body = bytes.subarray(0, bytes.length - cut)
    carried = Buffer.from(bytes.subarray(bytes.length - cut))
    if (isUtf8(body)) {
      sawUtf8 ||= body.some((byte) => byte >= 0x80)
      return body
    }
    if (!sawUtf8 && !mostlyUtf8(body)) {
      other = decoderOf(likelyCodePage(bytes))
      return other(bytes, end)
    }
    warnings.add('imports.read.mixed-encoding')
    return repaired(body)
  }
}

/** Whether bytes beyond ASCII are more often whole UTF-8 characters than not; true where there are none. */
function mostlyUtf8(bytes: Buffer): boolean {
  if (isUtf8(bytes)) return true
  let whole = 0
  let broken = 0
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at]! < 0x80 ? 1 : characterLength(bytes, at)
    if (length > 1) whole++
    else if (length === 0) broken++
    at += length || 1
  }
  return whole >= broken
}

/** Length of the valid UTF-8 character at a place, in bytes; 0 where there is none. */
function characterLength(bytes: Buffer, at: number): number {
  const lead = bytes[at]!
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  return isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length ? length : 0
}

function repaired(bytes: Buffer): Buffer {
  const single = new TextDecoder('windows-1252')
  const parts: Buffer[] = []
  let from = 0
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at]! < 0x80 ? 1 : characterLength(bytes, at)
    if (length === 0) {
      parts.push(bytes.subarray(from, at), Buffer.from(single.decode(bytes.subarray(at, at + 1)), 'utf8'))
      from = at + 1
    }
    at += length || 1
  }
  return Buffer.concat([...parts, bytes.subarray(from)])
}
