/** What an entry shows. Source: AUD-1. */
import type { Difference } from './audit.schema.ts'

/** Field by field what was before and what is after; fields that stayed the same are left out. An absent side is undefined. */
export function differences(before: unknown, after: unknown, personal = false): Difference[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    .map((field) => ({ field, before: was[field], after: is[field], personal }))
}

/** What isn't an object stands under the name `value`. */
function fieldsOf(side: unknown): Record<string, unknown> {
  if (side === null || side === undefined) return {}
  return typeof side === 'object' && !Array.isArray(side) ? { ...side } : { value: side }
}
