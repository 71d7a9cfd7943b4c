/** Moving subtrees: who may, what follows at once, and two at a time. Source: ORG-3, ACS-1. */
import type { MinistryError } from '@ministry/kernel/errors'
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { close } from './close.ts'
import { get } from './get.ts'
import { move } from './move.ts'
import { open } from './open.ts'

const { services, owner, as, callerOf } = await createWorld()
const { nodes } = story
const callers = {
  director: await as('national-director'),
  region: await as('regional-director'),
  coast: await callerOf(story.furtherAccounts.otherRegionalDirector.accountId),
  campus: await as('campus-leader'),
  administrator: await as('national-administrator'),
  alumni: await as('alumni-coordinator'),
}
const moved = (by: keyof typeof callers, nodeId: string, parentId: string) =>
  move.call(services, callers[by], { nodeId, parentId })

/** Derived columns against what the tree itself says, for the whole database. */
async function expectDerivedToHold() {
  const walk = `with recursive way as (
    select id, parent_id, array[id] path from org_node where parent_id is null
    union all select n.id, n.parent_id, w.path || n.id from org_node n join way w on w.id = n.parent_id)`
  const wrong = async (text: string) => (await owner.query(`${walk} ${text}`)).rows
  expect(
    await wrong('select n.id from org_node n left join way w on w.id = n.id where n.scope_ids is distinct from w.path'),
  ).toEqual([])
  for (const table of ['membership', 'role_assignment', 'node_version'])
    expect(
      await wrong(`select t.id from ${table} t join way w on w.id = t.node_id where t.scope_ids <> w.path`),
      table,
    ).toEqual([])
  expect(
    await wrong(`select p.id from person p cross join lateral (
        select coalesce(array_agg(distinct a), '{}') ids from membership m join way w on w.id = m.node_id, unnest(w.path) a
         where m.person_id = p.id and m.left_on is null) s
      where not (p.scope_ids @> s.ids and s.ids @> p.scope_ids)`),
  ).toEqual([])
  expect(
    await wrong(`select * from (
      select ancestor_id, state, count(*)::int people from person_scope group by 1, 2) s
      full join (select node_id, state, people from people_count where people <> 0) c
        on c.node_id = s.ancestor_id and c.state = s.state where s.people is distinct from c.people`),
  ).toEqual([])
}

describe('inside a region', () => {
  test('carries the whole subtree and its people, at once for both sides', async () => {
    const [mtoniAdmin, kilimaLeader] = [
      await callerOf(story.furtherAccounts.siblingCampusAdministrator.accountId),
      await as('campus-leader'),
    ]
    await expect(get.call(services, mtoniAdmin, { nodeId: nodes.emmaus.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    await moved('region', nodes.emmaus.id, nodes.mtoni.id)
    const page = await get.call(services, mtoniAdmin, { nodeId: nodes.emmaus.id })
    expect(page.people).toBeGreaterThan(10)
    await expect(get.call(services, kilimaLeader, { nodeId: nodes.emmaus.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    await expectDerivedToHold()
    await moved('region', nodes.emmaus.id, nodes.kilima.id)
    await expectDerivedToHold()
  })

  test('leaves a version, an audit entry that both sides can read, and an event', async () => {
    await moved('region', nodes.bereans.id, nodes.savanna.id)
    const rows = async (text: string) => (await owner.query(text, [nodes.bereans.id])).rows
    expect(
      await rows(`select act, parent_id, valid_to from node_version where node_id = $1 order by id desc limit 1`),
    ).toEqual([{ act: 'move', parent_id: nodes.savanna.id, valid_to: null }])
    const [entry] = await rows(
      `select before, after, scope_ids from audit_entry where subject_id = $1 and action = 'org.move'`,
    )
    expect(entry).toMatchObject({ before: { parentId: nodes.kilima.id }, after: { parentId: nodes.savanna.id } })
    expect(entry!['scope_ids']).toEqual(expect.arrayContaining([nodes.kilima.id, nodes.savanna.id]))
    expect(await rows(`select name, data from outbox_event where subject = 'node:' || $1`)).toMatchObject([
      { name: 'org/node.moved', data: { fromParentId: nodes.kilima.id, toParentId: nodes.savanna.id } },
    ])
    await moved('region', nodes.bereans.id, nodes.kilima.id)
  })

  test('leaves a node alone that stands there already', async () => {
    const count = async () => (await owner.query('select count(*)::int n from audit_entry')).rows[0]
    const before = await count()
    await moved('region', nodes.hilltop.id, nodes.kilima.id)
    expect(await count()).toEqual(before)
  })

  test.each([
    ['the parent out of sight', 'campus', nodes.emmaus.id, nodes.mtoni.id, { kind: 'NotFound' }],
    ['the node out of sight', 'campus', nodes.anchor.id, nodes.kilima.id, { kind: 'NotFound' }],
    ['the own node', 'region', nodes.highlands.id, nodes.lighthouse.id, { kind: 'NotAllowed' }],
    ['a branch that isn’t theirs', 'alumni', nodes.emmaus.id, nodes.mtoni.id, { kind: 'NotAllowed' }],
    ['right of system only', 'administrator', nodes.emmaus.id, nodes.mtoni.id, { kind: 'NotAllowed' }],
    ['itself', 'director', nodes.kilima.id, nodes.kilima.id, { code: 'org.move.into-own-subtree' }],
    ['its own subtree', 'director', nodes.kilima.id, nodes.emmaus.id, { code: 'org.move.into-own-subtree' }],
    [
      'the top into its subtree',
      'director',
      nodes.lighthouse.id,
      nodes.highlands.id,
      { code: 'org.move.into-own-subtree' },
    ],
    [
      'a wrong kind of parent',
      'region',
      nodes.emmaus.id,
      nodes.highlandsGraduates.id,
      { code: 'org.move.kind-not-allowed' },
    ],
    ['a closed node', 'region', nodes.thursdayLunch.id, nodes.mtoni.id, { code: 'org.move.closed' }],
    ['another movement', 'director', nodes.emmaus.id, nodes.harvestCampus.id, { kind: 'NotFound' }],
  ] as const)('refuses %s', async (_, by, nodeId, parentId, error) => {
    await expect(moved(by, nodeId, parentId)).rejects.toMatchObject(error)
  })

  test('refuses a closed parent and a name that is taken there', async () => {
    const made = await open.call(services, callers.region, {
      parentId: nodes.highlands.id,
      kind: 'Campus',
      name: 'Brief',
    })
    await close.call(services, callers.region, { nodeId: made.id })
    await expect(moved('region', nodes.emmaus.id, made.id)).rejects.toMatchObject({ code: 'org.move.parent-closed' })
    await open.call(services, callers.region, { parentId: nodes.mtoni.id, kind: 'SmallGroup', name: 'emmaus' })
    await expect(moved('region', nodes.emmaus.id, nodes.mtoni.id)).rejects.toMatchObject({
      code: 'org.move.name-taken',
    })
  })
})

describe('tells nothing to those who may move nothing', () => {
  const nowhere = '01900000-0000-7000-8000-0000000fffff'
  const fault = (nodeId: string, parentId: string, caller: Caller) =>
    move.call(services, caller, { nodeId, parentId }).then(
      () => 'moved',
      ({ kind, code, message, values }: MinistryError) => JSON.stringify([kind, code, message, values]),
    )

  test.each(['small-group-member', 'small-group-admin', 'finance-director', 'campus-administrator'] as const)(
    '%s',
    async (role) => {
      const caller = await as(role)
      const inSight = Object.values(nodes).filter(({ scopeIds }) => scopeIds[0] === nodes.lighthouse.id)
      const seen = new Set<string>()
      for (const node of inSight)
        for (const parent of [nodes.mustardSeed, nodes.kilima, nodes.mtoni, nodes.thursdayLunch, node])
          seen.add(await fault(node.id, parent.id, caller))
      // One answer for what is there and out of sight, or isn't there; one for what is in sight, whatever would come of the move.
      seen.delete(await fault(nowhere, nodes.kilima.id, caller))
      expect([...seen].map((one) => (JSON.parse(one) as string[])[0])).toEqual([...seen].map(() => 'NotAllowed'))
      expect(seen.size).toBeLessThanOrEqual(2)
    },
  )
})

describe('across regions', () => {
  test('takes the right to such moves, which regional directors don’t have at either end', async () => {
    await expect(moved('region', nodes.savanna.id, nodes.coast.id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(moved('coast', nodes.savanna.id, nodes.coast.id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(moved('region', nodes.savanna.id, nodes.lighthouse.id)).rejects.toMatchObject({ kind: 'NotAllowed' })
  })

  test.each(['director', 'administrator'] as const)('is open to the national %s', async (by) => {
    await moved(by, nodes.savanna.id, nodes.coast.id)
    const page = await get.call(services, callers.coast, { nodeId: nodes.roots.id })
    expect(page.breadcrumbs.map(({ name }) => name)).toContain('Coast Region')
    expect(page.people).toBeGreaterThan(5)
    await expect(get.call(services, callers.region, { nodeId: nodes.roots.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    await expectDerivedToHold()
    await moved(by, nodes.savanna.id, nodes.highlands.id)
    await expectDerivedToHold()
  })
})

describe('two at a time', () => {
  test('come one after the other: the tree never tears, names stay apart', async () => {
    const { director } = callers
    const made = async (parentId: string, kind: 'Campus' | 'SmallGroup', name: string) =>
      (await open.call(services, director, { parentId, kind, name })).id
    const [a, b] = [await made(nodes.highlands.id, 'Campus', 'Left'), await made(nodes.highlands.id, 'Campus', 'Right')]
    const groups = await Promise.all(['1', '2', '3', '4'].map((name) => made(a, 'SmallGroup', name)))
    const results = await Promise.allSettled([
      ...groups.map((group) => moved('director', group, b)),
      moved('director', a, nodes.coast.id),
      moved('director', b, nodes.coast.id),
      ...groups.map((_, index) => made(b, 'SmallGroup', `${index + 1}`)),
    ])
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    )
    expect(refused).toHaveLength(4)
    expect(refused.every((code) => /^org\.(move|open)\.name-taken$/.test(code))).toBe(true)
    await expectDerivedToHold()
  })

  test('a move and the closing of its goal never leave an open node under a closed one', async () => {
    const { director } = callers
    for (let round = 0; round < 4; round++) {
      const campus = await open.call(services, director, {
        parentId: nodes.coast.id,
        kind: 'Campus',
        name: `Goal ${round}`,
      })
      const group = await open.call(services, director, {
        parentId: nodes.bahari.id,
        kind: 'SmallGroup',
        name: `Guest ${round}`,
      })
      await Promise.allSettled([
        close.call(services, director, { nodeId: campus.id }),
        moved('director', group.id, campus.id),
      ])
    }
    const { rows } = await owner.query(
      `select n.name from org_node n join org_node p on p.id = n.parent_id where n.state = 'active' and p.state = 'closed'`,
    )
    expect(rows).toEqual([])
  })

  test('whoever joins a group while it moves is seen by its new leaders', async () => {
    const client = await owner.connect()
    const id = crypto.randomUUID()
    try {
      await client.query('begin')
      await client.query(
        `insert into membership (id, person_id, node_id, state, joined_on) values ($1, $2, $3, 'member', '2026-11-16')`,
        [id, story.people.mariam.id, nodes.hilltop.id],
      )
      const moving = moved('region', nodes.hilltop.id, nodes.savanna.id)
      await new Promise((resolve) => setTimeout(resolve, 200))
      await client.query('commit')
      await moving
    } finally {
      client.release()
    }
    const { rows } = await owner.query('select scope_ids from membership where id = $1', [id])
    expect(rows[0]!['scope_ids']).toContain(nodes.savanna.id)
    await expectDerivedToHold()
  })
})
