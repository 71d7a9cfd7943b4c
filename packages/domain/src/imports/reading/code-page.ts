/** Which code page bytes beyond ASCII are written in, where that can be told. Pure. Source: IMP-1. */
import type { Buffer } from 'node:buffer'
import type { TextEncoding } from './reading.schema.ts'

/** The usual one of the West first: another has to make clearly more sense. */
const pages = ['windows-1252', 'windows-1250', 'windows-1251', 'macintosh'] as const satisfies readonly TextEncoding[]
const lookedAt = 16 * 1024

/** Letters of Czech and Slovak in Windows-1250 that are rare neighbours of one another in Windows-1252: ř, and ě ž š ů ý. */
const czech = { needed: 0xf8, others: [0xec, 0x9e, 0x9a, 0xf9, 0xfd], against: [0xe5, 0xc5, 0xe6, 0xc6] }

const isLetter = (char: string | undefined): boolean => char !== undefined && /\p{L}/u.test(char)
const isLower = (char: string | undefined): boolean => char !== undefined && /\p{Ll}/u.test(char)
const isForeign = (char: string | undefined): boolean => char !== undefined && char > '\x7f' && isLetter(char)
const isPunctuation = (char: string): boolean => /[\p{P}\s\u00a0°€£§©®™´`¨]/u.test(char)

/** What speaks for a reading: letters in words; against it: capitals and signs inside words, scripts that meet in one word. */
function sense(text: string, latin: boolean): number {
  let score = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char <= '\x7f') continue
    const [before, after] = [text[at - 1], text[at + 1]]
    if (/[\x80-\x9f\ufffd]/.test(char)) score -= 3
    else if (!isLetter(char)) score -= !isPunctuation(char) && (isLetter(before) || isLetter(after)) ? 2 : 0
    else if (/\p{Script=Cyrillic}/u.test(char)) {
      const latinBeside = [before, after].some((other) => other !== undefined && /[A-Za-z]/.test(other))
      score += latinBeside ? -2 : 1
    } else if (!isLower(char) && isLower(before)) score -= 2
    // Western words have one or two accented letters side by side; a third comes of another alphabet.
    else if (latin && isForeign(before) && isForeign(text[at - 2])) score -= 2
    else score += 1
  }
  return score
}

/** Windows-1252 unless another page makes clearly more sense of the bytes. */
export function likelyCodePage(bytes: Buffer): TextEncoding {
  const piece = bytes.subarray(0, lookedAt)
  const scores = pages.map((page) => sense(new TextDecoder(page).decode(piece), page !== 'windows-1251'))
  const present = (byte: number) => piece.includes(byte)
  if (present(czech.needed) && czech.others.filter(present).length >= 2 && !czech.against.some(present)) {
    scores[1]! += piece.filter((byte) => byte === czech.needed || czech.others.includes(byte)).length
  }
  const high = piece.filter((byte) => byte >= 0x80).length
  const margin = Math.max(2, high * 0.15)
  const best = scores.indexOf(Math.max(...scores))
  return scores[best]! >= scores[0]! + margin ? pages[best]! : pages[0]
}
