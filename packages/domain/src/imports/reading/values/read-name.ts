import { wordKey } from './read-words.ts'
import type { Reading } from './reading.ts'

const titles = new Set(
  'mr mrs ms miss mx dr prof rev revd pastor pr fr father sr sister br brother herr frau m mme mlle senor senora sr sra dra bw bi mchungaji'.split(
    ' ',
  ),
)
const suffixes = new Set('jr sr ii iii iv v junior senior md phd msc bsc ma ba mba dds esq cpa rn jd ret'.split(' '))

/** `Last, First` becomes `First Last`; a comma before a suffix (`King, Jr.`) or after a title stays. Source: PPL-1. */
export function readName(text: string): Reading<string> {
  const parts = text.split(',').map((part) => part.trim())
  const [last = '', first = ''] = parts
  if (parts.length !== 2 || last === '' || first === '') return { value: text }
  const isSuffix = first.split(/\s+/).every((word) => suffixes.has(wordKey(word)))
  if (isSuffix || titles.has(wordKey(last.split(/\s+/)[0]!))) return { value: text }
  const [family, given] = [last.split(/\s+/), first.split(/\s+/)]
  const cut = (words: string[]) => (words.length > 1 && suffixes.has(wordKey(words.at(-1)!)) ? ` ${words.pop()}` : '')
  const suffix = cut(family) || cut(given)
  return { value: `${given.join(' ')} ${family.join(' ')}${suffix}`, note: 'imports.value.note-name-reordered' }
}

/** The parts of a name that a file may give; a title before it (`prefix`) is no part of the name. */
export interface NameParts {
  name?: string | null
  givenName?: string | null
  middleName?: string | null
  familyName?: string | null
  suffix?: string | null
}

const eastAsian = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}々ー]+$/u

/**
 * The one name of a person: the whole name where the file has it, else its parts in their order (family name first and
 * unspaced in Chinese, Japanese and Korean letters). Null where the file gives none. Source: PPL-1 (no forced split).
 */
export function wholeName({ name, givenName, middleName, familyName, suffix }: NameParts): string | null {
  if (name) return name
  const parts = [givenName, middleName, familyName].filter((part): part is string => !!part)
  if (givenName && familyName && parts.every((part) => eastAsian.test(part))) {
    return familyName + givenName + (middleName ?? '')
  }
  return parts.length === 0 ? null : [...parts, ...(suffix ? [suffix] : [])].join(' ')
}
