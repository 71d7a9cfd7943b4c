import { createHash } from 'node:crypto'

const folds: readonly [RegExp, string][] = [
  [/ß/g, 'ss'],
  [/[æ]/g, 'ae'],
  [/[œ]/g, 'oe'],
  [/[øð]/g, 'o'],
  [/ł/g, 'l'],
  [/đ/g, 'd'],
]

/** Lower case, without accents, for comparing what people type. */
export function folded(text: string): string {
  // Most cells of a long file are plain ASCII, which needs no normalising.
  if (/^[ -~]*$/.test(text)) return text.toLowerCase()
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return folds.reduce((folding, [from, to]) => folding.replace(from, to), plain)
}

/** The words of a heading: `firstName`, `FIRST_NAME` and ` First-Name ` are all `first name`. Source: IMP-2. */
export function headingWords(heading: string): string[] {
  const parted = heading
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/(\p{L})(\d)/gu, '$1 $2')
  return folded(parted)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** A heading for comparing: its words without gaps, so that `E-Mail` is `email` and `FIRSTNAME` is `First Name`. */
export const headingKey = (heading: string): string => headingWords(heading).join('')

/**
 * Names a set of headings, whatever their order, case and accents, so that a mapping can be remembered for the next file
 * of the same source: 32 hex digits. Source: IMP-2.
 */
export const headingsFingerprint = (headings: readonly string[]): string =>
  createHash('sha256').update(headings.map(headingKey).toSorted().join('\n')).digest('hex').slice(0, 32)
