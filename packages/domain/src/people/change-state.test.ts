import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { archive } from './archive.ts'
import { changeState } from './change-state.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { restore } from './restore.ts'

const { services, owner, as, clock } = await createWorld()
const { nodes, people } = story
const leader = await as('campus-leader')
const admin = await as('campus-administrator')
type Wish = Omit<Parameters<typeof changeState.call>[2], 'id'>
const move = (id: string, wish: Wish, caller: Caller = leader) => changeState.call(services, caller, { id, ...wish })
const homeOf = async (id: string) =>
  (await get.call(services, leader, { id })).memberships.find(({ isHome, leftOn }) => isHome && !leftOn)!
const rule = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code }) as Error
const totals = async () => {
  const { total } = await list.call(services, leader, { nodeId: nodes.kilima.id, filter: { states: ['pre_graduate'] } })
  return total
}

test('moves a person on with a dated row, the counts and the list with it', async () => {
  const before = await totals()
  await move(people.kwame.id, { to: 'pre_graduate', on: '2026-05-01', reason: 'Graduates in November' }, admin)
  expect((await homeOf(people.kwame.id)).states.at(-1)).toEqual({
    state: 'pre_graduate',
    since: '2026-05-01',
    reason: 'Graduates in November',
  })
  expect(await totals()).toBe(before + 1)
  const { rows } = await owner.query(
    `select action, before, after, reason, person_id from audit_entry where noun = 'Membership' and person_id = $1`,
    [people.kwame.id],
  )
  expect(rows).toEqual([
    {
      action: 'people.change-state',
      before: { state: 'member', since: '2024-03-04' },
      after: { state: 'pre_graduate', since: '2026-05-01' },
      reason: 'Graduates in November',
      person_id: people.kwame.id,
    },
  ])
})

test('is where it is already: nothing happens', async () => {
  const before = await homeOf(people.minh.id)
  await move(people.minh.id, { to: 'member' })
  expect(await homeOf(people.minh.id)).toEqual(before)
})

test.each([
  ['people.change-state.not-after', { to: 'alumni' }],
  ['people.change-state.in-future', { to: 'member', on: '2999-01-01' }],
  ['people.change-state.before-last', { to: 'member', on: '2020-01-01' }],
] as const)('holds to %s', async (code, wish) => {
  await expect(move(people.naledi.id, wish)).rejects.toThrow(rule(code))
})

test('the state of a guest is the host’s to say, not the home’s', async () => {
  await move(people.felix.id, { to: 'member', nodeId: nodes.kilima.id })
  const felix = await get.call(services, leader, { id: people.felix.id })
  expect(felix.memberships).toMatchObject([{ node: { name: 'Kilima University' }, state: 'member' }])
  await expect(move(people.felix.id, { to: 'inactive' })).rejects.toThrow(expect.objectContaining({ kind: 'NotFound' }))
  const regional = await as('regional-director')
  await expect(move(people.renee.id, { to: 'inactive', nodeId: nodes.anchor.id })).rejects.toThrow(
    expect.objectContaining({ kind: 'NotFound' }),
  )
  await move(people.renee.id, { to: 'inactive', nodeId: nodes.anchor.id }, regional)
})

test('who may not, may not', async () => {
  await expect(move(people.kwame.id, { to: 'alumni' }, await as('small-group-member'))).rejects.toThrow(
    expect.objectContaining({ kind: 'NotAllowed' }),
  )
  await expect(move(people.lucia.id, { to: 'inactive' })).rejects.toThrow(expect.objectContaining({ kind: 'NotFound' }))
})

test('archived is out of every list, also where the person was a guest, and comes back as before', async () => {
  const director = await as('national-director')
  const shown = async () => {
    const at = async (nodeId: string) => {
      const { rows } = await list.call(services, director, { nodeId, take: 200 })
      return rows.some(({ id }) => id === people.renee.id)
    }
    return [await at(nodes.bereans.id), await at(nodes.anchor.id), await at(nodes.kilima.id)]
  }
  expect(await shown()).toEqual([true, true, true])
  await archive.call(services, leader, { id: people.renee.id, reason: 'Moved abroad' })
  expect(await shown()).toEqual([false, false, false])
  await expect(move(people.renee.id, { to: 'member' })).rejects.toThrow(rule('people.change-state.archived'))
  await archive.call(services, leader, { id: people.renee.id }) // once is enough
  clock.set(new Date(clock.now().getTime() + 1000)) // acts of one instant have no order
  await restore.call(services, leader, { id: people.renee.id })
  expect(await shown()).toEqual([true, true, true])
  const { states } = await homeOf(people.renee.id)
  expect(states.map(({ state }) => state)).toEqual(['member', 'archived', 'member'])
})

test('kept counts stay equal to what they count', async () => {
  const { rows } = await owner.query(`
    select * from (
      select ancestor_id as node_id, state, count(*)::int as people from person_scope group by 1, 2) counted
    full join (select node_id, state, people from people_count where people <> 0) kept using (node_id, state, people)
    where counted is null or kept is null`)
  expect(rows).toEqual([])
})

test('who stands higher is neither archived nor restored from below', async () => {
  const cell = await as('cell-leader')
  const national = `insert into role_assignment (id, person_id, role, node_id, starts_at) values (gen_random_uuid(), $1, 'national-administrator', $2, '2024-01-01')`
  const { id } = people.minh
  await owner.query(national, [id, nodes.lighthouse.id])
  for (const caller of [cell, leader]) {
    expect((await get.call(services, caller, { id })).acts).not.toContain('archive')
    await expect(archive.call(services, caller, { id })).rejects.toThrow(rule('people.archive.higher-role'))
  }
  const director = await as('national-director')
  await archive.call(services, director, { id })
  await expect(restore.call(services, cell, { id })).rejects.toThrow(rule('people.restore.higher-role'))
  await restore.call(services, director, { id })
  await archive.call(services, cell, { id: people.haeun.id })
})
