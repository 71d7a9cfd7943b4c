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

/** Words of a movement's own, and the photo. They are chosen as `custom.<id>`, `tags` and `photo`. */
export interface OwnWords {
  custom: Readonly<Record<string, unknown>>
  tagIds: readonly string[]
  photoId: string | null
}
type Changes = Readonly<Record<string, { before: unknown; after: unknown }>>

/** What is proposed for them: of lists both, else what the record says that stays, and where it says nothing the other. Source: PPL-5. */
export function proposedOwn(survivor: OwnWords, merged: OwnWords): Record<string, Choice> {
  const of = (mine: unknown, other: unknown): Choice => {
    if (blank(mine)) return blank(other) ? 'survivor' : 'merged'
    return Array.isArray(mine) && Array.isArray(other) && !same(mine, other) ? 'both' : 'survivor'
  }
  const ids = new Set([...Object.keys(survivor.custom), ...Object.keys(merged.custom)])
  return {
    ...Object.fromEntries([...ids].map((id) => [`custom.${id}`, of(survivor.custom[id], merged.custom[id])])),
    tags: of(survivor.tagIds, merged.tagIds),
    photo: of(survivor.photoId, merged.photoId),
  }
}

/** Custom fields, tags and the photo of the record that stays, as chosen; what nobody chose is as the record says that stays, or else the other. */
export function combinedOwn(
  survivor: OwnWords,
  merged: OwnWords,
  choices: Readonly<Record<string, Choice | undefined>>,
): OwnWords {
  const chosen = (name: string, mine: unknown, other: unknown): unknown => {
    const choice = choices[name] ?? (blank(mine) ? 'merged' : 'survivor')
    const both = choice === 'both' && Array.isArray(mine) && Array.isArray(other)
    return both ? [...new Set<unknown>([...mine, ...other])] : choice === 'merged' ? other : mine
  }
  const ids = new Set([...Object.keys(survivor.custom), ...Object.keys(merged.custom)])
  const custom = [...ids].map((id) => [id, chosen(`custom.${id}`, survivor.custom[id], merged.custom[id])] as const)
  return {
    custom: Object.fromEntries(custom.filter(([, value]) => !blank(value))),
    tagIds: chosen('tags', survivor.tagIds, merged.tagIds) as string[],
    photoId: chosen('photo', survivor.photoId, merged.photoId) as string | null,
  }
}

/** The same taken back, where it is still as the merge made it; of tags only what the merge brought in goes. Source: PPL-5. */
export function givenBackOwn(
  present: OwnWords,
  { custom, tagIds, photoId }: Changes,
): { own: OwnWords; kept: string[] } {
  const kept: string[] = []
  const back = (name: string, now: unknown, before: unknown, after: unknown): unknown => {
    if (same(before, after)) return now
    if (same(now, after)) return before
    kept.push(name)
    return now
  }
  const [was, made] = [custom?.before ?? {}, custom?.after ?? {}] as Record<string, unknown>[]
  const ids = new Set([present.custom, was!, made!].flatMap((values) => Object.keys(values)))
  const values = [...ids].map((id) => [id, back(`custom.${id}`, present.custom[id], was![id], made![id])] as const)
  const [mine, joined] = [tagIds?.before ?? [], tagIds?.after ?? []] as string[][]
  const left = present.tagIds.filter((id) => mine!.includes(id) || !joined!.includes(id))
  const dropped = mine!.filter((id) => !joined!.includes(id) && !left.includes(id))
  return {
    own: {
      custom: Object.fromEntries(values.filter(([, value]) => !blank(value))),
      tagIds: [...left, ...dropped],
      photoId: photoId
        ? (back('photo', present.photoId, photoId.before, photoId.after) as string | null)
        : present.photoId,
    },
    kept,
  }
}
