/** From fields of a person to what is compared. Pure. Source: PPL-5. */
import type { Known } from './compare.ts'
import { sound } from './likeness.ts'
import { inLatin } from './in-latin.ts'

/** Lower case, in Latin letters where we know them, without accents and punctuation, one space between words. */
const fold = (text: string): string => (plain.test(text) ? text : folded(text))
/** Most names that come here are as the database folds them. */
const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/
const folded = (text: string): string =>
  inLatin(text.toLowerCase())
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/ß/g, 'ss')
    .replaceAll(/ø/g, 'o')
    .replaceAll(/ł/g, 'l')
    .replaceAll(/đ/g, 'd')
    .replaceAll(/æ/g, 'ae')
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** What stands before and after a name and is no part of it. */
const titles = new Set(
  'mr mrs ms miss mx dr prof professor rev reverend pastor father sister brother sir dame lord lady captain jr sr ii iii'.split(
    ' ',
  ),
)

/** Fields of a person as they are stored, or as a row of a file says them. */
interface Described {
  name: string | null
  fields: Record<string, unknown>
  externalId?: string | null
  /** How words sound that were asked for before; grows. */
  sounds?: Map<string, string>
}
/** What of somebody is compared. Source: PPL-5. */
export function knownOf(id: string, { name, fields, externalId, sounds = new Map() }: Described): Known {
  const text = (key: string) => (typeof fields[key] === 'string' ? fold(fields[key]) || null : null)
  const words = nameWords(name ?? '')
  const family = familyOf(words, typeof fields['sortName'] === 'string' ? fields['sortName'] : '')
  const preferred = text('preferredName')
  const given = [...without(words, family), ...(preferred ? [preferred] : [])]
  for (const word of [...given, ...family]) if (!sounds.has(word)) sounds.set(word, sound(word))
  return {
    id,
    given,
    family,
    sounds,
    birthDate: (fields['birthDate'] as string | undefined) ?? null,
    emails: (fields['emails'] as string[] | undefined) ?? [],
    phones: (fields['phones'] as string[] | undefined) ?? [],
    street: text('street'),
    city: text('city'),
    postalCode: text('postalCode'),
    numbers: externalId ? [fold(externalId)] : [],
  }
}

/** Parts of family names that many share. */
const particles = new Set(
  'al el bin bint ibn abu ould ole van von der den de da do dos das di du del la le y'.split(' '),
)

function nameWords(name: string): string[] {
  // What follows a comma after a whole name is a title, not a name: "Thomas Chudleigh, 1st Baronet".
  const whole = /^\S+ .*\S, +\d/.test(name) ? name.slice(0, name.indexOf(',')) : name
  const words = fold(whole).split(' ').filter(Boolean)
  const bare = words.filter((word) => !titles.has(word) && !particles.has(word))
  return bare.length > 1 ? bare : words
}

/** The family name is what the sort name puts first, or else the last word; a sort name that is the name tells nothing. */
function familyOf(words: readonly string[], sortName: string): readonly string[] {
  const [before = '', after] = sortName.split(',')
  const sorted = nameWords(sortName.replace(',', ' '))
  if (after !== undefined && fold(before)) return nameWords(before)
  const first = sorted.indexOf(words[0] ?? '')
  if (first > 0 && sorted.length > 1) return sorted.slice(0, first)
  return words.length > 1 ? [words.at(-1)!] : []
}
/** Words but for these, each taken away once, the last first. */
function without(words: readonly string[], taken: readonly string[]): string[] {
  const left = [...words]
  for (const word of taken) {
    const at = left.lastIndexOf(word)
    if (at > 0 || (at === 0 && left.length > 1)) left.splice(at, 1)
  }
  return left
}
