/** From held roles to rights: the list that abilities (CASL) and row-level security are both made from. */
import { grantsOf, policy, type Grant, type Only, type Policy } from './matrix.ts'
import type { Noun } from './nouns.ts'
import { active, type HeldRole } from './roles.ts'

/** Who asks. Roles are all that are on record; which of them count is decided by `active(at)`. */
export interface Principal {
  accountId: string
  personId: string
  roles: readonly HeldRole[]
  /** Those who are absent now or soon and have named this person their deputy, with what they hold. Source: APR-2. */
  standsInFor?: readonly StandIn[]
}
/** Somebody's absence, seen from their deputy. */
export interface StandIn {
  personId: string
  startsAt: Date
  endsAt: Date
  roles: readonly HeldRole[]
}
/** A grant that has found its place: which nodes it covers. `exactly` is these nodes themselves, `at` the rows that belong to them. */
export interface Right {
  actions: readonly string[]
  noun: Noun
  place: 'below-or-at' | 'below' | 'exactly' | 'at' | 'own'
  nodeIds: readonly string[]
  only?: Only
  fields?: readonly string[]
}

/** The rights of a principal at an instant, equal ones joined so that each becomes one condition. Source: ACS-3, ACC-2. */
export function rightsOf(principal: Principal, at: Date, by: Policy = policy): Right[] {
  const held = principal.roles.filter(active(at))
  const joined = new Map<string, Right & { nodeIds: string[] }>()
  const add = (grant: Grant, place: Right['place'], nodeIds: readonly string[]) => {
    if (place !== 'own' && nodeIds.length === 0) return
    for (const noun of grant.nouns) {
      const { actions, only, fields } = grant
      const key = JSON.stringify([actions, noun, place, only, fields])
      const right = joined.get(key) ?? {
        actions,
        noun,
        place,
        nodeIds: [],
        ...(only && { only }),
        ...(fields && { fields }),
      }
      right.nodeIds = [...new Set([...right.nodeIds, ...nodeIds])]
      joined.set(key, right)
    }
  }
  for (const grant of by.withAccount) add(grant, 'own', [])
  for (const role of held) for (const grant of grantsOf(role.role, by)) add(grant, ...placeOf(grant, role))
  return [...joined.values()]
}

/** Where a grant reaches from the node at which the role is held. */
export function placeOf(
  grant: Grant,
  { nodeId, scopeIds, groupIds = [], graduateIds = [] }: HeldRole,
): [Right['place'], readonly string[]] {
  const here = nodeId === null ? [] : [nodeId]
  switch (grant.reach) {
    case 'own':
      return ['own', []]
    case 'subtree':
      return ['below-or-at', here]
    case 'node':
      return ['at', here]
    case 'below':
      return ['below', here]
    case 'groups':
      return ['below-or-at', groupIds]
    case 'graduate-branch':
      return ['below-or-at', graduateIds]
    case 'movement':
      return ['below-or-at', scopeIds.slice(0, 1)]
    case 'above':
      return ['exactly', scopeIds.slice(0, -1)]
  }
}

/** Nouns whose rows policies guard by right: only these are told to the database, with every transaction. */
export const guardedNouns: ReadonlySet<Noun> = new Set<Noun>([
  'Account',
  'AuditEntry',
  'Automation',
  'BulkAct',
  'CustomField',
  'Event',
  'Expense',
  'FollowUp',
  'Household',
  'Import',
  'Integration',
  'Invitation',
  'LedgerEntry',
  'Membership',
  'Message',
  'NodeMove',
  'Note',
  'OrgNode',
  'OutgoingMail',
  'Person',
  'RoleAssignment',
  'Route',
  'Setting',
  'SignInEvent',
  'Tag',
  'Template',
  'Transfer',
  'View',
])

/** Acts that write no row of the noun: reading in its forms, and a proposal, which others decide. */
const looking = ['read', 'export', 'total', 'propose']

/**
 * The same rights as the policies of row-level security read them: right name → nodes. A policy knows reading and writing
 * only; what kind of writing is the ability's question. Source: ACS-4.
 */
export function rowScopeOf(rights: readonly Right[]): Record<string, string[]> {
  const scope: Record<string, string[]> = {}
  const add = (name: string, nodeIds: readonly string[]) =>
    (scope[name] = [...new Set([...(scope[name] ?? []), ...nodeIds])])
  for (const { actions, noun, place, nodeIds, only } of rights) {
    if (place === 'own' || !guardedNouns.has(noun)) continue
    const reads = actions.includes('read') || actions.includes('manage')
    const writes = actions.some((action) => !looking.includes(action))
    const narrower = only ?? { 'below-or-at': '', below: 'below', at: 'at', exactly: 'above' }[place]
    const end = narrower && `.${narrower}`
    if (reads) add(`${noun}.read${end}`, nodeIds)
    // What is shown only on a condition is never written by that condition.
    if (writes && !only) add(`${noun}.write${end}`, nodeIds)
  }
  return scope
}
