/** What a key may be given: reading or writing in an area. It narrows its owner's rights, and never adds to them. Source: API-1, ACC-6. */
import { areaOf, areas } from './nouns.ts'
import type { Right } from './rights.ts'

/** The areas of the matrix, and requests, whose rules follow from seats and not from the matrix. */
export const scopeAreas = [...areas, 'requests'] as const
export type ScopeArea = (typeof scopeAreas)[number]
export type KeyScope = `${ScopeArea}:${'read' | 'write'}`
export const keyScopes: readonly KeyScope[] = scopeAreas.flatMap((area): KeyScope[] => [
  `${area}:read`,
  `${area}:write`,
])

/** Acts that change nothing. */
const looking = ['read', 'export', 'total']
/** What a key reads of its owner whatever its scopes: who it belongs to. */
const oneself: readonly string[] = ['Account', 'Person', 'RoleAssignment']

/** Whether these scopes include the wanted one; writing includes reading. */
export const includesScope = (scopes: readonly string[], area: ScopeArea, write: boolean): boolean =>
  scopes.includes(`${area}:write`) || (!write && scopes.includes(`${area}:read`))

/**
 * The part of the rights that the scopes leave. With any scope places are read, as far as the owner reads them, and the owner's own
 * account: nothing else could be found without. Source: API-1.
 */
export function narrowed(rights: readonly Right[], scopes: readonly string[]): Right[] {
  return rights.flatMap((right): Right[] => {
    const area = areaOf(right.noun)
    if (includesScope(scopes, area, true)) return [right]
    const own = right.place === 'own' && oneself.includes(right.noun)
    const reads = includesScope(scopes, area, false) || right.noun === 'OrgNode' || own
    const actions = right.actions.includes('manage') ? looking : right.actions.filter((act) => looking.includes(act))
    return reads && actions.length ? [{ ...right, actions }] : []
  })
}
