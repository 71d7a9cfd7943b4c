import { encodeCursor } from '@ministry/kernel/page'
import { peopleBelow, story, type StoryPerson } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { list } from './list.ts'
import { peopleFilter, personStates, type PeopleFilter, type PersonLine } from './people.schema.ts'
import { fieldsAsked } from './filter.rules.ts'

const { services, owner, as, callerOf } = await createWorld()
const { nodes, people } = story
const national = await as('national-director')
const campusLeader = await as('campus-leader')

const page = (caller: Caller, nodeId: string, filter: PeopleFilter = {}, take = 200, after?: string) =>
  list.call(services, caller, { nodeId, filter, take, ...(after && { after }) })
async function everybody(caller: Caller, nodeId: string, filter: PeopleFilter = {}, take = 200) {
  const rows: PersonLine[] = []
  let after: string | undefined
  do {
    const { rows: more, next } = await page(caller, nodeId, filter, take, after)
    rows.push(...more)
    after = next ?? undefined
  } while (after)
  return rows
}
const stateAt = ({ memberships }: StoryPerson) =>
  memberships.find(({ isHome, leftOn }) => isHome && !leftOn)?.states.at(-1)!.state
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort()

test('shows exactly the people of the campus, archived ones only when asked for', async () => {
  const expected = peopleBelow(nodes.kilima).filter((person) => stateAt(person) !== 'archived')
  const rows = await everybody(campusLeader, nodes.kilima.id)
  expect(ids(rows)).toEqual(ids(expected))
  expect((await page(campusLeader, nodes.kilima.id)).total).toBe(expected.length)
  const all = await everybody(campusLeader, nodes.kilima.id, {
    states: [...new Set(rows.map(({ state }) => state!)), 'archived'],
  })
  expect(ids(all)).toEqual(ids(peopleBelow(nodes.kilima)))
})

test('gives what a line needs', async () => {
  const rows = await everybody(campusLeader, nodes.kilima.id)
  expect(rows.find(({ id }) => id === people.kwame.id)).toEqual({
    id: people.kwame.id,
    name: 'Kwame Boateng',
    preferredName: null,
    state: 'member',
    email: 'kwame.boateng@example.org',
    phone: '+254710000011',
    home: { id: nodes.mustardSeed.id, name: 'Mustard Seed' },
    expectedGraduation: '2027-11',
    photoId: null,
    doNotContact: false,
  })
})

test('pages are complete and without repeats, in one order, whatever their size', async () => {
  const whole = await everybody(national, nodes.lighthouse.id)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 9, max: 200 }), async (take) => {
      expect(await everybody(national, nodes.lighthouse.id, {}, take)).toEqual(whole)
    }),
    { numRuns: 6 },
  )
  expect(new Set(ids(whole)).size).toBe(whole.length)
})

test('totals are counts, under every filter', async () => {
  const filters: PeopleFilter[] = [
    {},
    { states: ['member'] },
    { states: ['visitor', 'alumni', 'archived'] },
    { directOnly: true },
    { belowNodeId: nodes.mustardSeed.id },
    { genders: ['female'] },
    { graduation: { from: 2027, to: 2028 } },
    { graduation: { to: 2026 }, genders: ['male'] },
    { doNotContact: true },
    { joinedSince: '2026-01-01' },
    { directOnly: true, joinedSince: '2024-06-01', states: ['member'] },
  ]
  for (const filter of filters) {
    const rows = await everybody(campusLeader, nodes.kilima.id, filter, 7)
    expect(await page(campusLeader, nodes.kilima.id, filter, 1), JSON.stringify(filter)).toMatchObject({
      total: rows.length,
    })
    expect(rows.length, JSON.stringify(filter)).toBeGreaterThan(0)
  }
})

test('filters agree with the rows behind them', async () => {
  const { rows } = await owner.query<{ id: string }>(
    `select p.id from person p where p.scope_ids @> array[$1::uuid] and p.state <> 'archived'
        and p.gender = 'female' and left(p.expected_graduation, 4) between '2027' and '2028'`,
    [nodes.lighthouse.id],
  )
  const found = await everybody(national, nodes.lighthouse.id, {
    genders: ['female'],
    graduation: { from: 2027, to: 2028 },
  })
  expect(ids(found)).toEqual(ids(rows))
  const direct = await everybody(campusLeader, nodes.kilima.id, { directOnly: true })
  const atKilima = peopleBelow(nodes.kilima).filter(
    (person) =>
      stateAt(person) !== 'archived' &&
      person.memberships.some(({ nodeId, leftOn }) => nodeId === nodes.kilima.id && !leftOn),
  )
  expect(ids(direct)).toEqual(ids(atKilima))
})

test('a page after the end is empty and still knows the total', async () => {
  const { rows } = await page(campusLeader, nodes.kilima.id, { genders: ['female'] })
  const last = rows.at(-1)!
  const after = encodeCursor(['\u{10FFFF}', '\u{10FFFF}', last.id])
  expect(await page(campusLeader, nodes.kilima.id, { genders: ['female'] }, 50, after)).toEqual({
    rows: [],
    next: null,
    total: rows.length,
  })
})

test('what lies beside, above or in another movement is not there', async () => {
  for (const node of [nodes.mtoni, nodes.bahari, nodes.harvest, nodes.harvestCampus])
    await expect(page(campusLeader, node.id)).rejects.toThrow(expect.objectContaining({ kind: 'NotFound' }))
  await expect(page(national, nodes.harvest.id)).rejects.toThrow(expect.objectContaining({ kind: 'NotFound' }))
  await expect(page(campusLeader, nodes.kilima.id, { belowNodeId: nodes.anchor.id })).rejects.toThrow(
    expect.objectContaining({ kind: 'NotFound' }),
  )
  const otherMovement = await callerOf(story.furtherAccounts.otherMovementDirector.accountId)
  const theirs = ids(await everybody(otherMovement, nodes.harvest.id))
  expect(theirs).toEqual(ids(peopleBelow(nodes.harvest).filter((person) => stateAt(person) !== 'archived')))
  const ours = new Set(ids(await everybody(national, nodes.lighthouse.id)))
  expect(theirs.filter((id) => ours.has(id))).toEqual([])
})

test('a node above shows only whom the caller may see: nobody more than below', async () => {
  const here = await everybody(campusLeader, nodes.kilima.id)
  expect(ids(await everybody(campusLeader, nodes.highlands.id))).toEqual(ids(here))
})

test('a group member sees who is on the group’s list, and only contact data', async () => {
  const member = await as('small-group-member')
  const rows = await everybody(member, nodes.mustardSeed.id)
  const listed = peopleBelow(nodes.mustardSeed).filter(
    (person) => (person.listedInGroup || person.id === people.minh.id) && stateAt(person) !== 'archived',
  )
  expect(ids(rows)).toEqual(ids(listed))
  const other = rows.find(({ id }) => id === people.kwame.id)!
  expect(other).toEqual({
    id: people.kwame.id,
    name: 'Kwame Boateng',
    preferredName: null,
    email: 'kwame.boateng@example.org',
    phone: '+254710000011',
  })
  expect((await page(member, nodes.mustardSeed.id, {}, 1)).total).toBe(rows.length)
})

test.each([
  { states: [...personStates] },
  { genders: ['female', 'male', 'other'] },
  { graduation: { from: 1900, to: 2200 } },
  { doNotContact: false },
  { directOnly: true },
  { joinedSince: '1990-01-01' },
] as PeopleFilter[])('of %j a group member learns nothing but about themselves', async (filter) => {
  const { rows, total, next } = await page(await as('small-group-member'), nodes.mustardSeed.id, filter)
  expect(ids(rows)).toEqual([people.minh.id])
  expect({ total, next }).toEqual({ total: 1, next: null })
  const graduate = await as('graduate-member')
  const { nodeId } = story.accounts['graduate-member']
  const seen = await everybody(graduate, nodeId!, filter)
  expect(seen.filter(({ id }) => id !== graduate.principal!.personId)).toEqual([])
  expect((await everybody(graduate, nodeId!)).length).toBeGreaterThan(seen.length)
})

test('every filter is known by the fields that it asks about', () => {
  const asked = Object.keys(peopleFilter.shape).filter((name) => name !== 'belowNodeId')
  const filled = {
    states: ['member'],
    genders: ['male'],
    graduation: {},
    doNotContact: true,
    directOnly: true,
    joinedSince: '2020-01-01',
    where: { field: 'age', from: 18 },
  } as const
  expect(Object.keys(filled).toSorted()).toEqual(asked.toSorted())
  for (const [name, value] of Object.entries(filled)) expect(fieldsAsked({ [name]: value }), name).toHaveLength(1)
})

test('an alumni coordinator sees graduates, and of the students those about to graduate', async () => {
  const coordinator = await as('alumni-coordinator')
  const rows = await everybody(coordinator, nodes.highlands.id)
  const graduates = ids(peopleBelow(nodes.highlandsGraduates).filter((person) => stateAt(person) !== 'archived'))
  const { rows: leaving } = await owner.query<{ id: string }>(
    `select id from person where scope_ids @> array[$1::uuid] and state = 'pre_graduate'`,
    [nodes.highlands.id],
  )
  const self = [story.accounts['alumni-coordinator'].personId]
  expect(leaving.length).toBeGreaterThan(0)
  expect(ids(rows)).toEqual([...new Set([...graduates, ...ids(leaving), ...self])].sort())
})

test('a director of finance and a coordinator of training see nobody yet but themselves', async () => {
  for (const role of ['finance-director', 'training-coordinator'] as const)
    expect(ids(await everybody(await as(role), nodes.lighthouse.id))).toEqual([story.accounts[role].personId])
})

test('takes two statements, whatever the scope, filters or not', async () => {
  const { next } = await page(national, nodes.lighthouse.id, {}, 10)
  for (const [caller, node, filter, after] of [
    [national, nodes.lighthouse, {}, undefined],
    [national, nodes.lighthouse, {}, next!],
    [national, nodes.lighthouse, { genders: ['female'], joinedSince: '2024-01-01' }, undefined],
    [campusLeader, nodes.kilima, { belowNodeId: nodes.mustardSeed.id }, undefined],
    [await as('cell-leader'), nodes.mustardSeed, {}, undefined],
  ] as const) {
    const before = services.db.statements()
    await page(caller, node.id, filter as PeopleFilter, 10, after)
    expect(services.db.statements() - before - 2).toBe(2) // besides BEGIN and COMMIT
  }
})

test('refuses a cursor that isn’t one', async () => {
  await expect(page(national, nodes.lighthouse.id, {}, 10, 'nonsense')).rejects.toThrow(
    expect.objectContaining({ kind: 'InvalidInput' }),
  )
})
