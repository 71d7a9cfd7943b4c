import { roleNames } from '@ministry/access'
import { createTestDatabase, type TestDatabase } from '@ministry/db/test'
import { beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from './demo.ts'
import { peopleBelow, story, type StoryNode } from './story.ts'

const hash = (password: string) => Promise.resolve(`hash of ${password}`)
let database: TestDatabase
const rows = async <Row>(text: string) => (await database.owner.query(text)).rows as Row[]
const nodes = Object.values<StoryNode>(story.nodes)

beforeAll(async () => {
  database = await createTestDatabase()
  expect(await seedDemo(database.ownerUrl, hash)).toBe(true)
})

describe('the demo seed', () => {
  it('writes everything of the story once, also when asked twice', async () => {
    const count = `select (select count(*)::int from person) people, (select count(*)::int from org_node) nodes,
      (select count(*)::int from account) accounts, (select count(*)::int from role_assignment) assignments,
      (select count(*)::int from membership) memberships, (select count(*)::int from audit_entry) acts`
    const [before] = await rows(count)
    expect(await seedDemo(database.ownerUrl, hash)).toBe(false)
    expect(await rows(count)).toEqual([before])
    expect(before).toEqual({
      people: story.everybody.length,
      nodes: nodes.length,
      accounts: roleNames.length + Object.keys(story.furtherAccounts).length,
      assignments: story.assignments.length,
      memberships: story.everybody.flatMap(({ memberships }) => memberships).length,
      acts: nodes.length + 4,
    })
  })

  it('leaves nothing behind when it fails in the middle', async () => {
    const empty = await createTestDatabase()
    await empty.owner.query('alter table account add constraint refuses check (false)')
    await expect(seedDemo(empty.ownerUrl, hash)).rejects.toThrow('refuses')
    expect((await empty.owner.query('select from org_node')).rowCount).toBe(0)
  })

  it('has the ancestors of each place, and its history', async () => {
    const found = await rows<{ id: string; scope_ids: string[]; depth: number }>(
      'select id, scope_ids, depth from org_node',
    )
    const said = new Map(nodes.map((node) => [node.id, node.scopeIds]))
    for (const { id, scope_ids, depth } of found) {
      expect(scope_ids).toEqual(said.get(id))
      expect(depth).toBe(scope_ids.length - 1)
    }
    const versions = await rows<{ node_id: string; state: string; scope_ids: string[] }>(
      'select v.node_id, v.state, v.scope_ids from node_version v join org_node n on n.id = v.node_id and n.state = v.state where v.valid_to is null',
    )
    expect(versions).toHaveLength(nodes.length)
    for (const { node_id, scope_ids } of versions) expect(scope_ids).toEqual(said.get(node_id))
  })

  it('lists at each place exactly the people whose open memberships stand there or below, and counts them', async () => {
    const found = await rows<{ ancestor_id: string; person_id: string; state: string }>(
      'select ancestor_id, person_id, state from person_scope',
    )
    const byPlace = Map.groupBy(found, (row) => row.ancestor_id)
    const counts = await rows<{ node_id: string; people: number }>(
      'select node_id, sum(people)::int people from people_count group by 1',
    )
    const counted = new Map(counts.map(({ node_id, people }) => [node_id, people]))
    for (const node of nodes) {
      const said = peopleBelow(node)
      expect((byPlace.get(node.id) ?? []).map((row) => row.person_id).sort()).toEqual(said.map(({ id }) => id).sort())
      expect(counted.get(node.id) ?? 0).toBe(said.length)
    }
    const [off] = await rows<{ off: number }>(`
      select count(*)::int off from (select ancestor_id node_id, state, count(*)::int people from person_scope group by 1, 2) s
        full join people_count c using (node_id, state) where coalesce(s.people, 0) <> coalesce(c.people, 0)`)
    expect(off!.off).toBe(0)
  })

  it('gives each person the home, the state and the two scopes that follow from the memberships', async () => {
    const found = await rows<{
      id: string
      home_node_id: string
      state: string
      scope_ids: string[]
      home_ids: string[]
    }>('select id, home_node_id, state, scope_ids, home_ids from person')
    const byId = new Map(found.map((row) => [row.id, row]))
    const ancestors = new Map(nodes.map((node) => [node.id, node.scopeIds]))
    for (const { id, memberships } of story.everybody) {
      const open = memberships.filter(({ leftOn }) => !leftOn)
      const home = open.find(({ isHome }) => isHome)
      const row = byId.get(id)!
      expect(row.home_node_id).toBe(home?.nodeId ?? null)
      expect(row.home_ids).toEqual(home ? ancestors.get(home.nodeId) : [])
      expect(row.state).toBe(home?.states.at(-1)!.state ?? 'visitor')
      expect(row.scope_ids).toEqual([...new Set(open.flatMap(({ nodeId }) => ancestors.get(nodeId)!))].sort())
    }
  })

  it('keeps every account in the care of the places of its person’s memberships and roles', async () => {
    const [faith] = await rows<{ scope_ids: string[]; password_hash: string }>(
      `select scope_ids, password_hash from account where username = '${story.accounts['campus-administrator'].username}'`,
    )
    expect(faith!.scope_ids.sort()).toEqual([...story.nodes.kilima.scopeIds].sort())
    expect(faith!.password_hash).toBe(await hash(story.password))
    const [bjorn] = await rows<{ scope_ids: string[] }>("select scope_ids from account where username = 'bjorn'")
    expect(bjorn!.scope_ids.sort()).toEqual([...story.nodes.savanna.scopeIds].sort())
  })
})
