/** What may stand in a custom field, and who may see it. Pure. Source: PPL-1, ACS-2. */
import { isCalendarDate } from '@ministry/kernel/calendar'
import type { CustomField, CustomValue, FieldOption } from './fields.schema.ts'

/** Why a value can't stand in a field, as the last word of an issue's code. */
type ValueProblem = 'text' | 'too-long' | 'number' | 'date' | 'yes-no' | 'option' | 'link'

const longest = { text: 500, 'long-text': 10_000, link: 2000 } as const
const isLink = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.hostname.includes('.')
}

/** The value as the field keeps it, or why it can't be one. `present` is what stands there: a retired option of it may stay. Source: PPL-1. */
export function valueOf(
  { kind, options }: Pick<CustomField, 'kind' | 'options'>,
  given: CustomValue,
  present?: CustomValue,
): { value: CustomValue } | { problem: ValueProblem } {
  switch (kind) {
    case 'number':
      return typeof given === 'number' && Math.abs(given) < 1e15 ? { value: given } : { problem: 'number' }
    case 'yes-no':
      return typeof given === 'boolean' ? { value: given } : { problem: 'yes-no' }
    case 'date':
      return typeof given === 'string' && isCalendarDate(given) ? { value: given } : { problem: 'date' }
    case 'one-of':
    case 'several-of': {
      const keys = typeof given === 'string' ? [given] : given
      const kept = [present ?? []].flat()
      const open = options.filter(({ key, retired }) => !retired || kept.includes(key)).map(({ key }) => key)
      if (!Array.isArray(keys) || !keys.length || !keys.every((key) => open.includes(key))) return { problem: 'option' }
      if (kind === 'several-of') return { value: open.filter((key) => keys.includes(key)) }
      return keys.length === 1 ? { value: keys[0]! } : { problem: 'option' }
    }
    default: {
      const text = typeof given === 'string' ? given.trim() : ''
      if (!text) return { problem: 'text' }
      if (text.length > longest[kind]) return { problem: 'too-long' }
      return kind === 'link' && !isLink(text) ? { problem: 'link' } : { value: text }
    }
  }
}

const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase()

/** The option that a file or a person means by a word: its label without regard to case and accents, or its key. Source: IMP-2. */
export const optionOf = ({ options }: Pick<CustomField, 'options'>, said: string) =>
  options.find(({ key, label }) => key === said || fold(label) === fold(said))

/** Whether a field or a tag is in use over these nodes: what a person has who belongs there. Source: PPL-1. */
export const holdsAt = (word: { retired: boolean; nodeId: string } | undefined, scopeIds: readonly string[]): boolean =>
  word !== undefined && !word.retired && scopeIds.includes(word.nodeId)

/** The field of a person that rights name for a custom field. Source: ACS-2. */
export const rightOf = ({ sensitive }: Pick<CustomField, 'sensitive'>): 'custom' | 'sensitiveCustom' =>
  sensitive ? 'sensitiveCustom' : 'custom'

/** Those of the fields that somebody sees who may see these fields of a person. Source: ACS-2. */
export const shownFields = <F extends Pick<CustomField, 'sensitive'>>(
  fields: readonly F[],
  may: (field: string) => boolean,
): F[] => fields.filter((field) => may(rightOf(field)))

/**
 * Options with a key each: those of the present ones stay, a new one is called by its label. What was there and isn't any more is
 * retired, so that values keep their words. Source: PPL-1.
 */
export function withKeys(
  given: readonly { key?: string | undefined; label: string; retired?: boolean | undefined }[],
  present: readonly FieldOption[],
): FieldOption[] {
  const taken = new Set(present.map(({ key }) => key))
  const options = given.map(({ key, label, retired }) => {
    const known = present.find((option) =>
      key === undefined ? fold(option.label) === fold(label) : option.key === key,
    )
    const own = known?.key ?? freeKey(label, taken)
    taken.add(own)
    return { key: own, label, ...(retired && { retired }) }
  })
  const gone = present.filter(({ key }) => !options.some((option) => option.key === key))
  return [...options, ...gone.map((option) => ({ ...option, retired: true }))]
}

function freeKey(label: string, taken: ReadonlySet<string>): string {
  const word =
    fold(label)
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 50) || 'option'
  let key = word
  for (let more = 2; taken.has(key); more++) key = `${word}-${more}`
  return key
}
