import { wordMeanings } from '../values/read-words.ts'
import { isYesOrNo } from '../values/read-words.ts'
import { looksLikeDate } from '../values/read-date.ts'
import type { ImportField } from './import-field.ts'

/** What the sample values of a column say about a field: for it, against it, or nothing. */
export type Evidence = 'for' | 'against' | 'none'

const enoughFor = 0.7
const fewFor = 0.2
/** One odd cell proves nothing against a heading. */
const cellsToSpeakAgainst = 3

const phoneLike = /^(\+|\(|\d)[\d\s()./-]{5,22}(\s*(x|ext\.?)\s*\d{1,6})?$/i
const emailLike = /^(mailto:)?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/i

const looksLikePhone = (value: string): boolean => {
  const digits = value.replaceAll(/\D/g, '').length
  // A degree of latitude or an amount is no number to call.
  return phoneLike.test(value) && !/^-?\d+[.,]\d+$/.test(value) && digits >= 7 && digits <= 16 && !looksLikeDate(value)
}

function test(field: ImportField): ((value: string) => boolean) | undefined {
  switch (field.kind) {
    case 'email':
      return (value) => value.split(/[;,\n]/).every((part) => emailLike.test(part.trim()))
    case 'phone':
      return (value) => value.split(/[;,\n]/).every((part) => looksLikePhone(part.trim()))
    case 'date':
    case 'partial-date':
      return looksLikeDate
    case 'month':
      return (value) => looksLikeDate(value) || /\b(19|20)\d\d\b/.test(value)
    case 'boolean':
      return isYesOrNo
    case 'choice': {
      const meanings = wordMeanings(field.choices ?? [])
      return (value) => meanings.has(value)
    }
    default:
      return undefined
  }
}

/** Weighs the sample values of a column against a field. Blank cells don't count. Source: IMP-2. */
export function evidenceFor(field: ImportField, values: readonly string[]): Evidence {
  const looksRight = test(field)
  const filled = values.map((value) => value.trim()).filter((value) => value !== '')
  if (!looksRight || filled.length === 0) return 'none'
  const share = filled.filter(looksRight).length / filled.length
  if (share >= enoughFor) return 'for'
  return share <= fewFor && filled.length >= cellsToSpeakAgainst ? 'against' : 'none'
}
