/** What of two records is kept where they are one. Pure. Source: PPL-5. */
import type { PersonFields, SomeFields } from '../people.schema.ts'
import { personFieldNames } from '../people.schema.ts'
import type { Choice } from './duplicates.schema.ts'

/** Fields that are chosen as one: a sort name is of no use beside another name. */
const together: Partial<Record<keyof PersonFields, keyof PersonFields>> = {
  sortName: 'name',
  expectedGraduationSource: 'expectedGraduation',
}
const longest: Partial<Record<keyof PersonFields, number>> = { emails: 10, phones: 10, languages: 20 }
/** Fields that are chosen one by one. */
export const chosenFields = personFieldNames.filter((field) => !together[field])
/** Whether a field holds a list, of which both records' items can be kept. */
export const isList = (field: string): boolean => Object.hasOwn(longest, field)

type Values = { [F in keyof PersonFields]?: PersonFields[F] | undefined }
const blank = (value: unknown) => value == null || value === '' || (Array.isArray(value) && value.length === 0)
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/**
 * What is proposed for each field: of lists both, what only one has, the more exact date, and else what the record says that stays, or
 * for ways to reach somebody the record that was changed last. Source: PPL-5.
 */
export function proposedChoices(
  survivor: Values & { updatedAt: Date },
  merged: Values & { updatedAt: Date },
): Record<string, Choice> {
  const newer: Choice = merged.updatedAt > survivor.updatedAt ? 'merged' : 'survivor'
  const address = addressFields.every((field) => blank(survivor[field]))
    ? 'merged'
    : addressFields.every((field) => blank(merged[field]))
      ? 'survivor'
      : newer
  const of = (field: keyof PersonFields): Choice => {
    const [mine, other] = [survivor[field], merged[field]]
    if (same(mine, other)) return 'survivor'
    if (isList(field)) return 'both'
    // An address is one thing: half of each is nobody's.
    if (addressFields.includes(field)) return address
    if (blank(mine)) return 'merged'
    if (blank(other)) return 'survivor'
    const moreExact = typeof mine === 'string' && typeof other === 'string' && other.startsWith(mine)
    if (moreExact && (field === 'birthDate' || field === 'expectedGraduation')) return 'merged'
    return 'survivor'
  }
  return Object.fromEntries(chosenFields.map((field) => [field, of(field)]))
}
const addressFields: readonly (keyof PersonFields)[] = ['street', 'city', 'province', 'postalCode', 'country']

/** The fields of the record that stays, as chosen; what isn't chosen is as proposed. Of lists its own come first. Source: PPL-5. */
export function combined(
  survivor: Values & { updatedAt: Date },
  merged: Values & { updatedAt: Date },
  choices: Readonly<Record<string, Choice>>,
): SomeFields {
  const proposed = proposedChoices(survivor, merged)
  const result: Record<string, unknown> = {}
  for (const field of personFieldNames) {
    const from = choices[together[field] ?? field] ?? proposed[together[field] ?? field]
    const [mine, other] = [survivor[field] ?? null, merged[field] ?? null]
    if (isList(field) && from === 'both')
      result[field] = [...new Set([...((mine ?? []) as string[]), ...((other ?? []) as string[])])].slice(
        0,
        longest[field],
      )
    else result[field] = from === 'merged' ? other : mine
  }
  return result
}

/**
 * What the record that stayed goes back to, and which fields stay because they were edited since. Of a list only what the merge
 * brought in goes. `changes` are before and after of the merge. Source: PPL-5.
 */
export function givenBack(
  present: Values,
  changes: Readonly<Record<string, { before: unknown; after: unknown }>>,
): { fields: SomeFields; kept: string[] } {
  const fields: Record<string, unknown> = {}
  const kept: string[] = []
  for (const field of personFieldNames) {
    const change = changes[field]
    if (!change) continue
    const now = present[field] ?? null
    if (same(now, change.after)) fields[field] = change.before
    else if (isList(field)) {
      const before = (change.before ?? []) as string[]
      const gone = ((change.after ?? []) as string[]).filter((item) => !before.includes(item))
      const dropped = before.filter((item) => !((change.after ?? []) as string[]).includes(item))
      const left = ((now ?? []) as string[]).filter((item) => !gone.includes(item))
      fields[field] = [...left, ...dropped.filter((item) => !left.includes(item))].slice(0, longest[field])
      kept.push(field)
    } else kept.push(field)
  }
  return { fields, kept }
}

/** Words of a movement's own, and the photo. */
export interface OwnWords {
  custom: Readonly<Record<string, unknown>>
  tagIds: readonly string[]
  photoId: string | null
}
type Changes = Readonly<Record<string, { before: unknown; after: unknown }>>

/** Custom fields that the record that stays leaves open come from the other; tags are joined; a photo comes where there is none. */
export function combinedOwn(survivor: OwnWords, merged: OwnWords): OwnWords {
  return {
    custom: { ...merged.custom, ...survivor.custom },
    tagIds: [...new Set([...survivor.tagIds, ...merged.tagIds])],
    photoId: survivor.photoId ?? merged.photoId,
  }
}

/** The same taken back: what the merge brought in goes, where it is still so. */
export function givenBackOwn(present: OwnWords, changes: Changes): OwnWords {
  const { custom, tagIds, photoId } = changes
  const brought = (change: typeof tagIds) =>
    ((change?.after ?? []) as string[]).filter((item) => !((change?.before ?? []) as string[]).includes(item))
  const [before, after] = [custom?.before ?? {}, custom?.after ?? {}] as Record<string, unknown>[]
  const fromMerge = (key: string, value: unknown) => !(key in before!) && key in after! && same(after![key], value)
  return {
    custom: Object.fromEntries(Object.entries(present.custom).filter(([key, value]) => !fromMerge(key, value))),
    tagIds: present.tagIds.filter((id) => !brought(tagIds).includes(id)),
    photoId: photoId && photoId.after === present.photoId ? (photoId.before as string | null) : present.photoId,
  }
}
