import { roleNames } from '@ministry/access'
import { createTestDatabase, type TestDatabase } from '@ministry/db/test'
import { beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from './demo.ts'
import { peopleBelow, story, type StoryNode } from './story.ts'

const hash = (password: string) => Promise.resolve(`hash of ${password}`)
let database: TestDatabase
const rows = async <Row>(text: string, values: unknown[] = []) =>
  (await database.owner.query(text, values)).rows as Row[]

beforeAll(async () => {
  database = await createTestDatabase()
  expect(await seedDemo(database.ownerUrl, hash)).toBe(true)
})

describe('the demo seed', () => {
  it('writes every person, place and account of the story once, also when asked twice', async () => {
    expect(await seedDemo(database.ownerUrl, hash)).toBe(false)
    const [counted] =
      await rows(`select (select count(*)::int from person) people, (select count(*)::int from org_node) nodes,
      (select count(*)::int from account) accounts, (select count(*)::int from role_assignment) assignments`)
    expect(counted).toEqual({
      people: story.everybody.length,
      nodes: Object.keys(story.nodes).length,
      accounts: roleNames.length + Object.keys(story.furtherAccounts).length,
      assignments: story.assignments.length,
    })
  })

  it('has the ancestors of each place as the story says them', async () => {
    const found = await rows<{ id: string; scope_ids: string[]; depth: number }>(
      'select id, scope_ids, depth from org_node',
    )
    const said = new Map(Object.values<StoryNode>(story.nodes).map((node) => [node.id, node.scopeIds]))
    for (const { id, scope_ids, depth } of found) {
      expect(scope_ids).toEqual(said.get(id))
      expect(depth).toBe(scope_ids.length - 1)
    }
  })

  it('lists at each place exactly the people whose open memberships stand there or below', async () => {
    const found = await rows<{ ancestor_id: string; person_id: string }>(
      'select ancestor_id, person_id from person_scope',
    )
    const byPlace = Map.groupBy(found, (row) => row.ancestor_id)
    for (const node of Object.values<StoryNode>(story.nodes))
      expect((byPlace.get(node.id) ?? []).map((row) => row.person_id).sort()).toEqual(
        peopleBelow(node)
          .map(({ id }) => id)
          .sort(),
      )
  })
})
