/** From fields of a person to what is compared. Pure. Source: PPL-5. */
import type { Known } from './compare.ts'

/** Lower case, without accents and punctuation, one space between words. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/ß/g, 'ss')
    .replaceAll(/ø/g, 'o')
    .replaceAll(/ł/g, 'l')
    .replaceAll(/đ/g, 'd')
    .replaceAll(/æ/g, 'ae')
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Fields of a person as they are stored, or as a row of a file says them. */
interface Described {
  name: string | null
  fields: Record<string, unknown>
  externalId?: string | null
}
/** What of somebody is compared. The family name is told by the sort name, or else taken for the last word. Source: PPL-5. */
export function knownOf(id: string, { name, fields, externalId }: Described): Known {
  const text = (key: string) => (typeof fields[key] === 'string' ? fold(fields[key]) || null : null)
  const words = fold(name ?? '')
    .split(' ')
    .filter(Boolean)
  const sortName = typeof fields['sortName'] === 'string' ? fold(fields['sortName']).split(' ') : []
  const family = sortName.length > 1 ? [sortName[0]!] : words.length > 1 ? [words.at(-1)!] : []
  const given = words.filter((word, i) => !(family[0] === word && i > 0))
  const preferred = text('preferredName')
  return {
    id,
    given: preferred ? [...given, preferred] : given,
    family,
    birthDate: (fields['birthDate'] as string | undefined) ?? null,
    emails: (fields['emails'] as string[] | undefined) ?? [],
    phones: (fields['phones'] as string[] | undefined) ?? [],
    street: text('street'),
    city: text('city'),
    postalCode: text('postalCode'),
    numbers: externalId ? [fold(externalId)] : [],
  }
}
