/** What an entry shows. Source: AUD-1. */
import { allPersonFields } from '@ministry/access'
import type { Difference } from './audit.schema.ts'

/** Field by field what was before and what is after; fields that stayed the same are left out. An absent side is undefined. */
export function differences(before: unknown, after: unknown, personal = false): Difference[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .map((field) => ({ field, before: was[field], after: is[field], personal }))
}

/**
 * Whether a value about a person may be shown to somebody who may read these fields of the person. What is no field of a person
 * (a username, the words of a note) is for those alone who may read all of them. Source: ACS-3, PPL-1.
 */
export const mayShow = (field: string, permitted: ReadonlySet<string>): boolean =>
  allPersonFields.includes(field) ? permitted.has(field) : allPersonFields.every((each) => permitted.has(each))

/** What isn't an object stands under the name `value`. */
function fieldsOf(side: unknown): Record<string, unknown> {
  if (side === null || side === undefined) return {}
  return typeof side === 'object' && !Array.isArray(side) ? { ...side } : { value: side }
}
