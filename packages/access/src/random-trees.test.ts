/** Whatever the tree, whoever stands where: nothing leaks beside the seats. Source: ACS-3. */
import { openDatabase, type Database } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abilityOf, may } from './ability.ts'
import { oracle, principalWith, rowWith, type Holding, type Tree, type TreeNode } from './oracle/index.ts'
import { rightsOf, rowScopeOf } from './rights.ts'
import { allowedChildren, roleNames, roles, type NodeKind } from './roles.ts'
import { scope } from './scope.ts'

const noon = new Date('2026-11-22T12:00:00Z')
const { app, owner, ownerUrl } = await createTestDatabase()
let withoutPolicies: Database
beforeAll(() => {
  withoutPolicies = openDatabase(ownerUrl, { max: 2 })
})
afterAll(() => withoutPolicies.close())

interface Plan {
  tree: Tree
  held: Holding[]
}
/** Each pick hangs one more node below one of those before it; now and then a new movement begins. */
const plan = fc
  .record({
    picks: fc.array(fc.nat({ max: 10_000 }), { minLength: 4, maxLength: 25 }),
    ids: fc.uniqueArray(fc.uuid({ version: 7 }), { minLength: 26, maxLength: 26 }),
    seats: fc.array(fc.tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 10_000 })), { minLength: 1, maxLength: 3 }),
  })
  .map(({ picks, ids, seats }): Plan => {
    const nodes: TreeNode[] = [{ id: ids[0]!, kind: 'National', parentId: null }]
    for (const [index, pick] of picks.entries()) nodes.push(hang(nodes, ids[index + 1]!, pick))
    const held = seats.flatMap(([seat, role]): Holding[] => {
      const node = nodes[seat % nodes.length]!
      const fitting = roleNames.filter((name) => roles[name].at === node.kind)
      return fitting.length ? [{ role: fitting[role % fitting.length]!, nodeId: node.id }] : []
    })
    return { tree: new Map(nodes.map((node) => [node.id, node])), held }
  })

function hang(nodes: readonly TreeNode[], id: string, pick: number): TreeNode {
  if (pick % 11 === 0) return { id, kind: 'National', parentId: null }
  const bearing = nodes.filter(({ kind }) => allowedChildren[kind as NodeKind].length > 0)
  const parent = bearing[pick % bearing.length]!
  const kinds = allowedChildren[parent.kind as NodeKind]
  return { id, kind: kinds[pick % kinds.length]!, parentId: parent.id }
}

test('in memory, over trees of every shape', () => {
  fc.assert(
    fc.property(plan, ({ tree, held }) => {
      const principal = principalWith(tree, held)
      const ability = abilityOf(rightsOf(principal, noon), principal)
      for (const node of tree.keys())
        for (const noun of ['Person', 'Membership', 'OrgNode', 'Account', 'Course', 'Event'] as const)
          for (const action of ['read', 'update'])
            expect(may(ability, action, noun, rowWith(tree, noun, { node }))).toBe(
              oracle(tree, held, { noun, action, row: { node } }),
            )
    }),
    { numRuns: 400 },
  )
})

test('in PostgreSQL, by either wall, where the trees of earlier runs stand all around', async () => {
  const everything = new Map<string, TreeNode>()
  await fc.assert(
    fc.asyncProperty(plan, async ({ tree, held }) => {
      if ([...tree.keys()].some((id) => everything.has(id))) return
      await write(tree)
      for (const node of tree.values()) everything.set(node.id, node)
      const principal = principalWith(everything, held)
      const rights = rightsOf(principal, noon)
      const expected = [...everything.keys()]
        .filter((node) => oracle(everything, held, { noun: 'Person', action: 'read', row: { node } }))
        .sort()
      const ctx = { ability: abilityOf(rights, principal), rights, asked: () => {} }
      const byAbility = await withoutPolicies.transaction({ scope: {} }, { readOnly: true }, (tx) =>
        tx.prisma.person.findMany({ where: { AND: [scope({ ...ctx, tx }, 'read', 'Person')] } }),
      )
      expect(byAbility.map(({ name }) => name).sort()).toEqual(expected)
      const byPolicy = await app.transaction({ scope: rowScopeOf(rights) }, { readOnly: true }, (tx) =>
        tx.prisma.person.findMany(),
      )
      expect(byPolicy.map(({ name }) => name).sort()).toEqual(expected)
    }),
    { numRuns: 25 },
  )
})

/** The tree, and at each node one person who goes by the node's identifier. */
async function write(tree: Tree) {
  for (const { id, kind, parentId } of tree.values()) {
    await owner.query(
      `insert into org_node (id, kind, parent_id, name, opened_on) values ($1, $2, $3, 'Somewhere', '2025-01-06')`,
      [id, kind, parentId],
    )
  }
  await owner.query(
    `with made as (
       insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at)
       select gen_random_uuid(), n::text, '{}', '{}', '{}', n, now(), now() from unnest($1::uuid[]) n returning id, home_node_id)
     insert into membership (id, person_id, node_id, is_home, state, joined_on)
     select gen_random_uuid(), id, home_node_id, true, 'member', '2025-01-06' from made`,
    [[...tree.keys()]],
  )
}
