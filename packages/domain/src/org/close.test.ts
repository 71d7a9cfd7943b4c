/** Closing: nothing is orphaned, nothing is deleted, access ends at once. Source: ORG-3, PPL-2. */
import { mayAny, rightsOf, abilityOf } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { close } from './close.ts'
import { get } from './get.ts'
import { open } from './open.ts'

const { services, owner, as, callerOf, clock } = await createWorld()
const { nodes, people } = story
const [director, region, leader, coordinator] = [
  await as('national-director'),
  await as('regional-director'),
  await as('campus-leader'),
  await as('small-group-coordinator'),
]
const rows = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await owner.query(text, values)).rows as Row[]

/** What must never be found, whatever was closed. */
async function expectNothingOrphaned() {
  const atClosed = `join org_node n on n.id = t.node_id and n.state = 'closed'`
  expect(await rows(`select t.id from membership t ${atClosed} where t.left_on is null`)).toEqual([])
  expect(
    await rows(
      `select t.id from role_assignment t ${atClosed} where t.ends_at is null or t.ends_at > greatest($1, t.starts_at)`,
      [clock.now()],
    ),
  ).toEqual([])
  expect(
    await rows(`select t.id from invitation t ${atClosed} where t.revoked_at is null and t.accepted_at is null`),
  ).toEqual([])
  expect(
    await rows(
      `select n.id from org_node n join org_node p on p.id = n.parent_id where n.state = 'active' and p.state = 'closed'`,
    ),
  ).toEqual([])
  expect(
    await rows(`select p.id from person p where exists (select from membership m where m.person_id = p.id)
      and (select count(*) from membership m where m.person_id = p.id and m.is_home and m.left_on is null) <> 1`),
  ).toEqual([])
  expect(
    await rows(
      `select m.id from membership m where m.left_on is null and not exists (select from membership_state s where s.membership_id = m.id)`,
    ),
  ).toEqual([])
}

describe('refuses', () => {
  test.each([
    ['the own node', leader, { nodeId: nodes.kilima.id }, { kind: 'NotAllowed' }],
    ['a node beside', leader, { nodeId: nodes.mtoni.id }, { kind: 'NotFound' }],
    ['a closed node', leader, { nodeId: nodes.thursdayLunch.id }, { code: 'org.close.already-closed' }],
    ['the movement', director, { nodeId: nodes.lighthouse.id, withBelow: true }, { code: 'org.close.movement' }],
    ['a Board with members', director, { nodeId: nodes.board.id }, { code: 'org.close.seated-board' }],
    ['a node with children', region, { nodeId: nodes.kilima.id }, { code: 'org.close.has-children' }],
    ['people without a new place', leader, { nodeId: nodes.emmaus.id }, { code: 'org.close.people-need-a-place' }],
    [
      'a place in what is closed',
      region,
      { nodeId: nodes.kilima.id, withBelow: true, handOverTo: nodes.emmaus.id },
      { code: 'org.close.hand-over-inside' },
    ],
    [
      'a closed place',
      leader,
      { nodeId: nodes.emmaus.id, handOverTo: nodes.thursdayLunch.id },
      { code: 'org.close.hand-over-closed' },
    ],
    ['a place out of sight', leader, { nodeId: nodes.emmaus.id, handOverTo: nodes.anchor.id }, { kind: 'NotFound' }],
    [
      'a place out of reach',
      leader,
      { nodeId: nodes.emmaus.id, handOverTo: nodes.highlands.id },
      { kind: 'NotAllowed' },
    ],
  ] as const)('%s', async (_, caller, input, error) => {
    const before = await rows(
      'select (select count(*) from audit_entry) a, (select count(*) from membership where left_on is null) m',
    )
    await expect(close.call(services, caller, input)).rejects.toMatchObject(error)
    expect(
      await rows(
        'select (select count(*) from audit_entry) a, (select count(*) from membership where left_on is null) m',
      ),
    ).toEqual(before)
  })
})

describe('a group', () => {
  test('hands its people over in the state they are in, home and further memberships alike', async () => {
    const before = await rows<{ person_id: string; state: string; is_home: boolean }>(
      'select person_id, state, is_home from membership where node_id = $1 and left_on is null',
      [nodes.emmaus.id],
    )
    const known = await rows<{ person_id: string }>(
      'select person_id from membership where node_id = $1 and left_on is null',
      [nodes.bereans.id],
    )
    const done = await close.call(services, leader, {
      nodeId: nodes.emmaus.id,
      handOverTo: nodes.bereans.id,
      reason: 'Too few',
    })
    expect(done).toMatchObject({ nodes: 1, people: before.length, roles: 1 })
    const after = await rows<{ person_id: string; state: string; is_home: boolean }>(
      'select person_id, state, is_home from membership where node_id = $1 and left_on is null and person_id = any ($2)',
      [nodes.bereans.id, before.map(({ person_id }) => person_id)],
    )
    const sorted = (list: { person_id: string }[]) => list.toSorted((a, b) => a.person_id.localeCompare(b.person_id))
    const had = new Set(known.map(({ person_id }) => person_id))
    expect(after).toHaveLength(before.length)
    expect(sorted(after.filter(({ person_id }) => !had.has(person_id)))).toEqual(
      sorted(before.filter(({ person_id }) => !had.has(person_id))),
    )
    expect(
      await rows('select left_on::text, state from membership where node_id = $1 and person_id = $2', [
        nodes.emmaus.id,
        people.xiaoming.id,
      ]),
    ).toEqual([{ left_on: story.day, state: 'member' }])
    await expectNothingOrphaned()
  })

  test('leaves a trace for the node, each role and each person', async () => {
    const found = await rows<{ action: string; noun: string; n: number }>(
      `select action, noun, count(*)::int n from audit_entry where node_id = $1 and action = 'org.close' group by 1, 2 order by 2`,
      [nodes.emmaus.id],
    )
    expect(found.map(({ noun }) => noun)).toEqual(['Membership', 'OrgNode', 'RoleAssignment'])
    const [ended] = await rows(
      'select end_reason, ended_by, ends_at from role_assignment where node_id = $1 and ends_at is not null',
      [nodes.emmaus.id],
    )
    expect(ended).toEqual({ end_reason: 'node closed', ended_by: people.ruth.id, ends_at: clock.now() })
    expect(await rows(`select reason, by_person from membership_state where reason = 'node closed' limit 1`)).toEqual([
      { reason: 'node closed', by_person: people.ruth.id },
    ])
    expect(
      await rows(`select name, data from outbox_event where subject = 'node:' || $1`, [nodes.emmaus.id]),
    ).toMatchObject([{ name: 'org/node.closed', data: { handOverTo: nodes.bereans.id } }])
  })

  test('is closed by whoever may close it, though they may not assign roles', async () => {
    await owner.query(
      `insert into invitation (id, person_id, node_id, email, token_hash, created_at, expires_at) values ($1, $2, $3, 'x@example.org', 'hash', $4, $4)`,
      [newId(), people.kwame.id, nodes.mustardSeed.id, clock.now()],
    )
    const done = await close.call(services, coordinator, { nodeId: nodes.mustardSeed.id, handOverTo: nodes.kilima.id })
    expect(done).toMatchObject({ roles: 2, invitations: 1 })
    await expectNothingOrphaned()
  })

  test('takes the rights held there with it, at once', async () => {
    const kwame = await callerOf(story.accounts['cell-leader'].accountId)
    const rights = rightsOf(kwame.principal!, clock.now())
    expect(mayAny(abilityOf(rights, kwame.principal!), 'read', 'OrgNode')).toBe(false)
    await expect(get.call(services, kwame, { nodeId: nodes.mustardSeed.id })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
    const minh = await callerOf(story.accounts['small-group-member'].accountId)
    await expect(get.call(services, minh, { nodeId: nodes.mustardSeed.id })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
  })
})

describe('a region', () => {
  test('closes with all below, roles to come included, and hands everybody over', async () => {
    const there = await rows(
      'select distinct person_id from membership where left_on is null and scope_ids @> array[$1::uuid]',
      [nodes.highlands.id],
    )
    const done = await close.call(services, director, {
      nodeId: nodes.highlands.id,
      withBelow: true,
      handOverTo: nodes.bahari.id,
    })
    expect(done.people).toBe(there.length)
    expect(done.nodes).toBeGreaterThan(10)
    expect(
      await rows(`select id from org_node where scope_ids @> array[$1::uuid] and state = 'active'`, [
        nodes.highlands.id,
      ]),
    ).toEqual([])
    const [later] = await rows<{ starts_at: Date; ends_at: Date }>(
      'select starts_at, ends_at from role_assignment where person_id = $1',
      [people.bjorn.id],
    )
    expect(later!.ends_at).toEqual(later!.starts_at)
    expect(
      await rows('select node_id, state from membership where person_id = $1 and left_on is null', [people.lukasz.id]),
    ).toEqual([{ node_id: nodes.bahari.id, state: 'pre_graduate' }])
    await expectNothingOrphaned()
    const { principal } = await as('regional-director')
    expect(principal!.roles).toEqual([])
  })

  test('takes no more statements for many people than for few', async () => {
    const campus = await open.call(services, director, { parentId: nodes.coast.id, kind: 'Campus', name: 'Empty' })
    const group = await open.call(services, director, { parentId: campus.id, kind: 'SmallGroup', name: 'One person' })
    await owner.query(
      `insert into membership (id, person_id, node_id, state, joined_on) values ($1, $2, $3, 'member', '2026-11-01')`,
      [newId(), people.mariam.id, group.id],
    )
    const count = async (nodeId: string) => {
      const before = services.db.statements()
      await close.call(services, director, { nodeId, withBelow: true, handOverTo: nodes.bahari.id })
      return services.db.statements() - before
    }
    const few = await count(group.id)
    expect(await count(nodes.mawingu.id)).toBe(few)
    await expectNothingOrphaned()
  })
})

describe('the database', () => {
  test.each([
    [
      'membership',
      `insert into membership (id, person_id, node_id, state, joined_on) values ($1, $2, $3, 'member', '2026-11-16')`,
    ],
    [
      'role_assignment',
      `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'cell-leader', $3, '2026-11-16')`,
    ],
  ])('lets nobody begin a %s at a closed node', async (_, text) => {
    await expect(owner.query(text, [newId(), people.mariam.id, nodes.thursdayLunch.id])).rejects.toThrow('closed')
  })

  test('ends roles only for those who may change the node', async () => {
    const attempt = services.db.transaction({ scope: { 'OrgNode.read': [nodes.coast.id] } }, {}, ({ client }) =>
      client.query(`select * from app.end_roles_at(array['${nodes.harbour.id}']::uuid[], now(), 'x')`),
    )
    await expect(attempt).rejects.toThrow('may not be changed')
  })
})
