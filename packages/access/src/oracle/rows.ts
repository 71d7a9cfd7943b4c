/** The questions' rows and roles in the shape in which the product keeps them. */
import type { Principal } from '../rights.ts'
import type { HeldRole, Role } from '../roles.ts'
import type { Facts, Holding, Tree } from './oracle.ts'
import { pathOf } from './world.ts'

export const me = {
  personId: '01980000-0000-7000-9000-000000000001',
  accountId: '01980000-0000-7000-9000-000000000002',
}
const somebodyElse = '01980000-0000-7000-9000-000000000009'
const always = new Date('2020-01-01T00:00:00Z')

/** Whoever holds these roles. */
export const principalWith = (tree: Tree, holdings: readonly Holding[]): Principal => ({
  ...me,
  roles: holdings.map((holding) => heldRole(tree, holding)),
})

function heldRole(tree: Tree, { role, nodeId, from = always, until = null }: Holding): HeldRole {
  const below = (kind: string) =>
    [...tree.values()]
      .filter((node) => node.kind === kind && pathOf(tree, node.id).includes(nodeId!))
      .map(({ id }) => id)
  return {
    role: role as Role,
    nodeId,
    scopeIds: pathOf(tree, nodeId),
    startsAt: from,
    endsAt: until,
    groupIds: below('SmallGroup'),
    graduateIds: below('GraduateNetwork'),
  }
}

/** The columns that conditions speak of. */
export function rowWith(tree: Tree, noun: string, facts: Facts): Record<string, unknown> {
  const home = pathOf(tree, facts.node)
  const about = facts.own ? me : { personId: somebodyElse, accountId: somebodyElse }
  const ids: Record<string, string | null> = { OrgNode: facts.node, Person: about.personId, Account: about.accountId }
  return {
    id: ids[noun] ?? '01980000-0000-7000-9000-00000000000a',
    nodeId: facts.node,
    scopeIds: [...new Set([...home, ...(facts.also ?? []).flatMap((node) => pathOf(tree, node))])],
    homeIds: home,
    ...about,
    state: facts.preGraduate ? 'pre_graduate' : 'member',
    listedInGroup: facts.listed ?? false,
    enrolled: facts.enrolled ?? false,
    donor: facts.donor ?? false,
    kind: facts.about,
  }
}
