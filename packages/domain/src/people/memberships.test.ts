import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { changeHome } from './change-home.ts'
import { get } from './get.ts'
import { joinNode } from './join-node.ts'
import { leaveNode } from './leave-node.ts'

const { services, owner, as, clock } = await createWorld()
const { nodes, people } = story
const leader = await as('campus-leader')
const regional = await as('regional-director')
const director = await as('national-director')
const rule = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code }) as Error
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const openAt = async (id: string) =>
  (await get.call(services, director, { id })).memberships
    .filter(({ leftOn }) => !leftOn)
    .map(({ node, isHome, state }) => `${node!.name}${isHome ? ' (home)' : ''}: ${state}`)
const joining = (id: string, nodeId: string, caller: Caller = leader, more = {}) =>
  joinNode.call(services, caller, { id, nodeId, ...more })
const moving = (id: string, nodeId: string, caller: Caller = leader, more = {}) =>
  changeHome.call(services, caller, { id, nodeId, ...more })
const auditOf = async (id: string) =>
  (await owner.query(`select action, before, after from audit_entry where person_id = $1 order by id`, [id])).rows

test('joins a second node, once, and leaves it again', async () => {
  await joining(people.kwame.id, nodes.emmaus.id, leader, { state: 'visitor' })
  await joining(people.kwame.id, nodes.emmaus.id)
  expect(await openAt(people.kwame.id)).toEqual(['Mustard Seed (home): member', 'Emmaus: visitor'])
  clock.set(new Date(clock.now().getTime() + 1000)) // acts of one instant have no order
  await leaveNode.call(services, leader, { id: people.kwame.id, nodeId: nodes.emmaus.id })
  expect(await openAt(people.kwame.id)).toEqual(['Mustard Seed (home): member'])
  expect((await auditOf(people.kwame.id)).map(({ action }) => action)).toEqual([
    'people.join-node',
    'people.leave-node',
  ])
  await joining(people.kwame.id, nodes.emmaus.id) // and back
  expect(await openAt(people.kwame.id)).toEqual(['Mustard Seed (home): member', 'Emmaus: member'])
})

test('joins no closed place, none out of reach, and nobody who is archived or unknown', async () => {
  await expect(joining(people.minh.id, nodes.thursdayLunch.id)).rejects.toThrow(rule('people.join-node.node-closed'))
  await expect(joining(people.minh.id, nodes.anchor.id)).rejects.toThrow(kind('NotFound'))
  await expect(joining(people.minh.id, nodes.highlands.id)).rejects.toThrow(kind('NotAllowed'))
  await expect(joining(people.elias.id, nodes.emmaus.id)).rejects.toThrow(rule('people.join-node.archived'))
  await expect(joining(people.lucia.id, nodes.emmaus.id)).rejects.toThrow(kind('NotFound'))
  await expect(joining(people.minh.id, nodes.emmaus.id, leader, { joinedOn: '2999-01-01' })).rejects.toThrow(
    rule('people.join-node.in-future'),
  )
})

test('whoever sees only a line of a group’s list draws nobody into a group of their own', async () => {
  // A member of Mustard Seed who also leads Emmaus: the list shows Ha-eun, her membership would show everything.
  const member = await as('small-group-member')
  const leading = { role: 'cell-leader', nodeId: nodes.emmaus.id, scopeIds: nodes.emmaus.scopeIds } as const
  const principal = member.principal!
  const caller: Caller = {
    ...member,
    principal: { ...principal, roles: [...principal.roles, { ...leading, startsAt: new Date(0), endsAt: null }] },
  }
  expect((await get.call(services, caller, { id: people.haeun.id })).fields).not.toHaveProperty('gender')
  await expect(joining(people.haeun.id, nodes.emmaus.id, caller)).rejects.toThrow(kind('NotAllowed'))
})

test('a home is not left, and nobody leaves before they came', async () => {
  const leaving = (id: string, nodeId: string, leftOn?: string) =>
    leaveNode.call(services, leader, { id, nodeId, ...(leftOn && { leftOn }) })
  await expect(leaving(people.minh.id, nodes.mustardSeed.id)).rejects.toThrow(rule('people.leave-node.home'))
  await expect(leaving(people.felix.id, nodes.kilima.id, '2999-01-01')).rejects.toThrow(
    rule('people.leave-node.in-future'),
  )
  await expect(leaving(people.felix.id, nodes.kilima.id, '2026-01-18')).rejects.toThrow(
    rule('people.leave-node.before-joined'),
  )
  await expect(leaving(people.renee.id, nodes.anchor.id)).rejects.toThrow(kind('NotFound'))
})

test('a new home within one’s reach: at once, the state goes along, the old one ends', async () => {
  await moving(people.dennis.id, nodes.bereans.id, leader, { reason: 'New timetable' })
  expect(await openAt(people.dennis.id)).toEqual(['Bereans (home): member'])
  const { rows } = await owner.query(`select home_node_id, home_ids, state from person where id = $1`, [
    people.dennis.id,
  ])
  expect(rows).toEqual([{ home_node_id: nodes.bereans.id, home_ids: nodes.bereans.scopeIds, state: 'member' }])
  await moving(people.dennis.id, nodes.emmaus.id, leader, { keepOld: true })
  expect(await openAt(people.dennis.id)).toEqual(['Emmaus (home): member', 'Bereans: member'])
  await moving(people.dennis.id, nodes.bereans.id, leader, { keepOld: true }) // a membership becomes the home
  expect(await openAt(people.dennis.id)).toEqual(['Bereans (home): member', 'Emmaus: member'])
})

test('another campus of the region, by who cares for both', async () => {
  await expect(moving(people.joy.id, nodes.anchor.id)).rejects.toThrow(kind('NotFound'))
  await moving(people.joy.id, nodes.anchor.id, regional)
  expect(await openAt(people.joy.id)).toEqual(['Anchor (home): member'])
  await expect(get.call(services, leader, { id: people.joy.id })).rejects.toThrow(kind('NotFound'))
})

test('another region only by who may write at both ends', async () => {
  await expect(moving(people.minh.id, nodes.tide.id, regional)).rejects.toThrow(kind('NotFound'))
  await moving(people.minh.id, nodes.tide.id, director)
  expect(await openAt(people.minh.id)).toEqual(['Tide (home): member'])
})

test('across regions is refused with its reason where the other end is seen but not written', async () => {
  // Somebody who looks after Kilima and only sees the coast: a board member there.
  const principal = leader.principal!
  const seeing = { role: 'training-coordinator', nodeId: nodes.coast.id, scopeIds: nodes.coast.scopeIds } as const
  const caller: Caller = {
    ...leader,
    principal: { ...principal, roles: [...principal.roles, { ...seeing, startsAt: new Date(0), endsAt: null }] },
  }
  await expect(moving(people.xiaoming.id, nodes.tide.id, caller)).rejects.toThrow(
    rule('people.change-home.across-regions'),
  )
})

test('the home of somebody who stands higher is out of bounds', async () => {
  const admin = await as('campus-administrator')
  const higher = rule('people.change-home.higher-role')
  expect((await get.call(services, admin, { id: people.ruth.id })).acts).not.toContain('change-home')
  await expect(moving(people.ruth.id, nodes.bereans.id, admin)).rejects.toThrow(higher)
  await expect(moving(people.kwame.id, nodes.bereans.id, admin)).rejects.toThrow(higher)
  await moving(people.kwame.id, nodes.bereans.id, leader) // who could give the seat
  expect((await get.call(services, admin, { id: people.collins.id })).acts).toContain('change-home')
  await moving(people.collins.id, nodes.bereans.id, admin)
})

test.each([
  ['people.change-home.same-node', people.haeun.id, nodes.mustardSeed.id],
  ['people.change-home.node-closed', people.haeun.id, nodes.thursdayLunch.id],
  ['people.change-home.archived', people.elias.id, nodes.emmaus.id],
])('holds to %s', async (code, id, nodeId) => {
  await expect(moving(id, nodeId)).rejects.toThrow(rule(code))
})

test('a person always has exactly one open home, and derived rows follow', async () => {
  const { rows } = await owner.query(`
    select p.id from person p
     where exists (select from membership m where m.person_id = p.id and m.left_on is null)
       and (1 <> (select count(*) from membership m where m.person_id = p.id and m.left_on is null and m.is_home)
         or not p.scope_ids @> (select array_agg(distinct a) from membership m, unnest(m.scope_ids) a where m.person_id = p.id and m.left_on is null)
         or cardinality(p.scope_ids) <> (select count(*) from person_scope s where s.person_id = p.id))`)
  expect(rows).toEqual([])
})
