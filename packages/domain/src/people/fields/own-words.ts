/** What a movement notes of a person in fields and tags of its own, as the set forms write it. */
import { invalidInput, type FieldIssue } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import type { FieldChange } from '../people.rules.ts'
import { holdsAt, rightOf, valueOf } from './fields.rules.ts'
import type { CustomChange, CustomField, CustomValue, CustomValues, Tag, TagChange } from './fields.schema.ts'
import { wordsById } from './fields-at.ts'

/** What is to be written of a person's custom fields and tags. */
export interface OwnWords {
  custom?: CustomChange | undefined
  tags?: TagChange | undefined
}
export interface Words {
  fields: ReadonlyMap<string, CustomField>
  tags: ReadonlyMap<string, Tag>
}

/** The definitions that these inputs speak of: two statements for a whole set, none where nothing is spoken of. */
export const wordsIn = (ctx: Context, inputs: readonly OwnWords[]): Promise<Words> =>
  wordsById(
    ctx,
    inputs.flatMap(({ custom }) => Object.keys(custom ?? {})),
    inputs.flatMap(({ tags }) => [...(tags?.add ?? []), ...(tags?.remove ?? [])]),
  )

/** A change with the field of a person that rights name for it. */
export interface OwnChange {
  change: FieldChange
  right: 'custom' | 'sensitiveCustom' | 'tags'
}

/**
 * What would really change: values as the fields keep them, tags as one list. `scopeIds` are the ancestors of the places where the
 * person belongs: fields and tags of other places are none of theirs. Throws InvalidInput with the path (`custom.<id>`, `tags`) and
 * `people.custom.*` or `people.tags.unknown`. Source: PPL-1, IMP-2, AUD-1.
 */
export function ownChanges(
  present: { custom: CustomValues; tagIds: readonly string[] },
  scopeIds: readonly string[],
  { custom = {}, tags = {} }: OwnWords,
  words: Words,
): OwnChange[] {
  const changes: OwnChange[] = []
  const issues: FieldIssue[] = []
  for (const [id, given] of Object.entries(custom)) {
    const before = present.custom[id] ?? null
    const field = words.fields.get(id)
    // Of a field that the caller can't know nothing is told, not even whether a guess is right.
    if (field && same(before, given)) continue
    const read =
      field && holdsAt(field, scopeIds) ? readValue(field, given, present.custom[id]) : { problem: 'unknown' }
    const values = { label: field?.label ?? '' }
    if ('problem' in read) issues.push({ path: `custom.${id}`, message: `people.custom.${read.problem}`, values })
    else if (!same(before, read.value))
      changes.push({ change: { field: `custom.${id}`, before, after: read.value }, right: rightOf(field!) })
  }
  const added = (tags.add ?? []).filter((id) => !present.tagIds.includes(id))
  if (!added.every((id) => holdsAt(words.tags.get(id), scopeIds)))
    issues.push({ path: 'tags', message: 'people.tags.unknown' })
  if (issues.length) throw invalidInput('This is not what the fields take.', issues)
  // A tag that the caller can't know is none that they take away.
  const gone = (tags.remove ?? []).filter((id) => words.tags.has(id))
  const after = [...new Set([...present.tagIds, ...added])].filter((id) => !gone.includes(id))
  if (!same(present.tagIds, after))
    changes.push({ change: { field: 'tags', before: [...present.tagIds], after }, right: 'tags' })
  return changes
}

function readValue(field: CustomField, given: CustomValue | null, present: CustomValue | undefined) {
  if (given !== null) return valueOf(field, given, present)
  return field.required ? { problem: 'required' as const } : { value: null }
}

/** The person's values and tags with the changes made. */
export function withOwn(present: { custom: CustomValues; tagIds: readonly string[] }, changes: readonly FieldChange[]) {
  const custom = { ...present.custom }
  let tagIds = present.tagIds
  for (const { field, after } of changes)
    if (field === 'tags') tagIds = after as string[]
    else if (field.startsWith('custom.'))
      if (after === null) delete custom[field.slice(7)]
      else custom[field.slice(7)] = after as CustomValues[string]
  return { custom, tagIds }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
