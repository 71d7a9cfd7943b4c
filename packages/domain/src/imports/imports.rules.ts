import { ruleBroken } from '@ministry/kernel/errors'
import type { ImportState, Verdict, Counts, Results, Outcome } from './imports.schema.ts'

/** Which step may follow which. A dry run can be repeated with other columns until the commit has begun. Source: IMP-2. */
const follows: Record<ImportState, readonly ImportState[]> = {
  mapping: ['mapping', 'planning', 'cancelled', 'failed'],
  planning: ['planned', 'cancelled', 'failed', 'planning'],
  planned: ['mapping', 'planning', 'committing', 'cancelled'],
  committing: ['done', 'cancelled', 'failed'],
  done: [],
  cancelled: [],
  failed: ['mapping', 'planning', 'cancelled'],
}

/** Throws RuleBroken `imports.step.not-now` where the import isn't ready for the step, or past it. */
export function assertFollows(from: ImportState, to: ImportState): void {
  if (!follows[from].includes(to)) throw ruleBroken('imports.step.not-now', { from, to })
}

/** Fields that make a name; one of them must be matched. */
const nameFields = ['name', 'givenName', 'familyName', 'preferredName'] as const

/**
 * Checks the person's choice of columns: each single field once, and something to call people by.
 * Throws RuleBroken `imports.map.field-twice`, `imports.map.no-name`, `imports.map.column-count`.
 */
export function assertUsable(
  fields: readonly (string | null)[],
  headings: readonly string[],
  multiple: ReadonlySet<string>,
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
  const named = nameFields.some((field) => seen.has(field)) || fields.includes('emails')
  if (!named) throw ruleBroken('imports.map.no-name')
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
/** Adds what a chunk did. */
export function addResults(before: Results, done: readonly Outcome[]): Results {
  const sum = { ...before }
  for (const outcome of done) sum[outcome]++
  return sum
}
