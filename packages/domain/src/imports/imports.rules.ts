import { ruleBroken } from '@ministry/kernel/errors'
import type { ImportState, Verdict, Counts, Results, Outcome, UndoCounts } from './imports.schema.ts'

/** Which step may follow which. A dry run can be repeated with other columns until the commit has begun. Source: IMP-2. */
const follows: Record<ImportState, readonly ImportState[]> = {
  mapping: ['mapping', 'planning', 'cancelled', 'failed'],
  planning: ['planned', 'cancelled', 'failed', 'planning'],
  planned: ['mapping', 'planning', 'committing', 'cancelled'],
  committing: ['done', 'cancelled', 'failed'],
  // What was written can be taken back, also of an import that ended in the middle.
  done: ['undoing'],
  undoing: ['undone', 'failed'],
  undone: [],
  cancelled: ['undoing'],
  failed: ['mapping', 'planning', 'cancelled', 'undoing'],
}

/** Throws RuleBroken `imports.step.not-now` where the import isn't ready for the step, or past it. */
export function assertFollows(from: ImportState, to: ImportState): void {
  if (!follows[from].includes(to)) throw ruleBroken('imports.step.not-now', { from, to })
}

/**
 * Checks the person's choice of columns: each single field once, and of each group of `required` fields at least one.
 * Throws RuleBroken `imports.map.field-twice`, `imports.map.no-name` (nothing to call the rows by), `imports.map.nothing-said`,
 * `imports.map.column-count`.
 */
export function assertUsable(
  fields: readonly (string | null)[],
  headings: readonly string[],
  multiple: ReadonlySet<string>,
  required: readonly (readonly string[])[],
): void {
  if (fields.length !== headings.length)
    throw ruleBroken('imports.map.column-count', { expected: headings.length, got: fields.length })
  const seen = new Map<string, string>()
  fields.forEach((field, i) => {
    if (field === null || multiple.has(field)) return
    const first = seen.get(field)
    if (first !== undefined) throw ruleBroken('imports.map.field-twice', { field, first, second: headings[i]! })
    seen.set(field, headings[i]!)
  })
  const missing = required.findIndex((group) => !group.some((field) => fields.includes(field)))
  if (missing >= 0) throw ruleBroken(missing === 0 ? 'imports.map.no-name' : 'imports.map.nothing-said')
}

/**
 * Checks what the person says that words mean: only for fields with options, and only one of these. Throws RuleBroken
 * `imports.map.no-such-meaning`.
 */
export function assertMeanings(
  meanings: Readonly<Record<string, Readonly<Record<string, string | null>>>>,
  options: ReadonlyMap<string, readonly string[]>,
): void {
  for (const [field, words] of Object.entries(meanings))
    for (const [word, meaning] of Object.entries(words))
      if (meaning !== null && !options.get(field)?.includes(meaning))
        throw ruleBroken('imports.map.no-such-meaning', { word, meaning })
}

/** No rows of any verdict. */
export const noCounts = (): Counts => ({ create: 0, change: 0, skip: 0, conflict: 0, error: 0 })
/** No rows of any outcome. */
export const noResults = (): Results => ({ created: 0, changed: 0, skipped: 0, failed: 0 })

/** Adds what a chunk found to what the chunks before it found. */
export function addCounts(before: Counts, found: readonly Verdict[]): Counts {
  const sum = { ...before }
  for (const verdict of found) sum[verdict]++
  return sum
}
/** Adds what was counted elsewhere. */
export const sumOf = (one: Results, other: Results): Results => ({
  created: one.created + other.created,
  changed: one.changed + other.changed,
  skipped: one.skipped + other.skipped,
  failed: one.failed + other.failed,
})
/** No rows taken back. */
export const noneUndone = (): UndoCounts => ({ undone: 0, partly: 0, kept: 0 })

/** Adds what a chunk did. */
export function addResults(before: Results, done: readonly Outcome[]): Results {
  const sum = { ...before }
  for (const outcome of done) sum[outcome]++
  return sum
}
