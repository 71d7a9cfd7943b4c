/** The home at a merge and after it; what becomes of an un-merge when the record was edited, moved, archived meanwhile. Source: PPL-2, PPL-5. */
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testLinks } from '../../test-links.ts'
import { createWorld } from '../../test-world.ts'
import { archive } from '../archive.ts'
import { changeHome } from '../change-home.ts'
import { create } from '../create.ts'
import { get } from '../get.ts'
import { joinNode } from '../join-node.ts'
import { leaveNode } from '../leave-node.ts'
import type { SomeFields } from '../people.schema.ts'
import { update } from '../update.ts'
import type { Choice } from './duplicates.schema.ts'
import { merge } from './merge.ts'
import { pair } from './pair.ts'
import { unmerge } from './unmerge.ts'

const { services, owner, as, clock } = await createWorld({ personLinks: testLinks })
const { nodes } = story
const leader = await as('campus-leader')
const director = await as('national-director')
const tick = () => clock.set(new Date(clock.now().getTime() + 1000))
let made = 0
async function somebody(nodeId: string, more: object = {}) {
  tick()
  const input = { name: `Zuri Home${(made += 1)}`, home: { nodeId }, force: true, ...more }
  return (await create.call(services, director, input)).id!
}
const versionOf = async (id: string) =>
  (await owner.query<{ version: number }>('select version from person where id = $1', [id])).rows[0]!.version
async function merging(survivorId: string, mergedId: string, choices: Record<string, Choice> = {}) {
  tick()
  const versions = { survivor: await versionOf(survivorId), merged: await versionOf(mergedId) }
  return (await merge.call(services, leader, { survivorId, mergedId, versions, choices })).mergeId
}
const undoing = (id: string, caller = leader) => {
  tick()
  return unmerge.call(services, caller, { id })
}
/** Open places, the home first. */
async function placesOf(id: string) {
  const { rows } = await owner.query<{ name: string; home: boolean; state: string }>(
    `select n.name, m.is_home as home, m.state from membership m join org_node n on n.id = m.node_id
      where m.person_id = $1 and m.left_on is null order by m.is_home desc, n.name`,
    [id],
  )
  return rows.map(({ name, home }) => (home ? `${name}*` : name))
}
const stateOf = async (id: string) =>
  (await owner.query<{ state: string }>(`select state from person where id = $1`, [id])).rows[0]!.state
const { mustardSeed, emmaus } = nodes

test('the home of the record that goes can be chosen where the two differ, and goes back with it', async () => {
  const [survivor, merged] = [await somebody(mustardSeed.id), await somebody(emmaus.id)]
  const { fields } = await pair.call(services, leader, { firstId: survivor, secondId: merged })
  expect(fields.find(({ field }) => field === 'home')).toMatchObject({
    ...{ first: 'Mustard Seed', second: 'Emmaus', choice: 'survivor' },
  })
  const mergeId = await merging(survivor, merged, { home: 'merged' })
  expect(await placesOf(survivor)).toEqual(['Emmaus*', 'Mustard Seed'])
  expect((await get.call(services, leader, { id: survivor })).home).toMatchObject({ name: 'Emmaus' })
  const { rows } = await owner.query<{ after: object }>(
    `select after from audit_entry where action = 'people.merge' and subject_id = $1`,
    [survivor],
  )
  expect(rows[0]!.after).toMatchObject({ home: emmaus.id })
  await undoing(mergeId)
  expect([await placesOf(survivor), await placesOf(merged)]).toEqual([['Mustard Seed*'], ['Emmaus*']])
})

test('of two homes at one place nothing is to be chosen; where the one that stays belongs there already, that becomes the home', async () => {
  const [one, other] = [await somebody(emmaus.id), await somebody(emmaus.id)]
  const { fields } = await pair.call(services, leader, { firstId: one, secondId: other })
  expect(fields.map(({ field }) => field)).not.toContain('home')
  const same = await merging(one, other, { home: 'merged' })
  expect(await placesOf(one)).toEqual(['Emmaus*'])
  await undoing(same)
  const both = await somebody(mustardSeed.id)
  await joinNode.call(services, leader, { id: both, nodeId: emmaus.id })
  const mergeId = await merging(both, other, { home: 'merged' })
  expect(await placesOf(both)).toEqual(['Emmaus*', 'Mustard Seed'])
  await undoing(mergeId)
  expect([await placesOf(both), await placesOf(other)]).toEqual([['Mustard Seed*', 'Emmaus'], ['Emmaus*']])
})

test('a home that moved on since stays where it is; the one that was left is opened again', async () => {
  const [survivor, merged] = [await somebody(mustardSeed.id), await somebody(emmaus.id)]
  const first = await merging(survivor, merged, { home: 'merged' })
  await leaveNode.call(services, leader, { id: survivor, nodeId: mustardSeed.id })
  await undoing(first)
  expect([await placesOf(survivor), await placesOf(merged)]).toEqual([['Mustard Seed*'], ['Emmaus*']])
  const second = await merging(survivor, merged, { home: 'merged' })
  await changeHome.call(services, leader, { id: survivor, nodeId: nodes.kilima.id })
  await undoing(second)
  expect([await placesOf(survivor), await placesOf(merged)]).toEqual([
    ['Kilima University*', 'Mustard Seed'],
    ['Emmaus*'],
  ])
})

test('archived meanwhile: who stayed stays archived, and the other comes back', async () => {
  const [survivor, merged] = [await somebody(mustardSeed.id), await somebody(emmaus.id)]
  const mergeId = await merging(survivor, merged)
  await archive.call(services, leader, { id: survivor })
  await undoing(mergeId)
  expect([await stateOf(survivor), await stateOf(merged)]).toEqual(['archived', 'visitor'])
})

test('gone to another region meanwhile: those above both part them, each where they belong', async () => {
  const [survivor, merged] = [await somebody(mustardSeed.id), await somebody(emmaus.id)]
  const mergeId = await merging(survivor, merged)
  await changeHome.call(services, director, { id: survivor, nodeId: nodes.anchor.id })
  await leaveNode.call(services, director, { id: survivor, nodeId: emmaus.id })
  await expect(undoing(mergeId)).rejects.toMatchObject({ kind: 'NotFound' })
  await undoing(mergeId, director)
  expect(await placesOf(merged)).toEqual(['Emmaus*'])
  expect((await placesOf(survivor))[0]).toMatch(/\*$/)
  expect(await placesOf(survivor)).not.toContain('Emmaus')
})

const place = fc.constantFrom('mustardSeed', 'emmaus', 'kilima') as fc.Arbitrary<'emmaus'>
const text = fc.constantFrom('Nairobi', 'Kisumu', null)
const record = fc.record({
  home: place,
  joins: fc.array(place, { maxLength: 2 }),
  fields: fc.record({ city: text, courseOfStudy: text, emails: fc.subarray(['a@z.org', 'b@z.org', 'c@z.org']) }),
})
const edit = fc.oneof(
  fc.record({ act: fc.constant('city' as const), value: fc.constantFrom('Mombasa', 'Kisumu', null) }),
  fc.record({ act: fc.constant('email' as const), value: fc.constantFrom('a@z.org', 'later@z.org') }),
  fc.record({ act: fc.constant('join' as const), at: place }),
  fc.record({ act: fc.constant('leave' as const), at: place }),
  fc.record({ act: fc.constant('home' as const), at: place, keepOld: fc.boolean() }),
)
test('whatever was edited between a merge and its un-merge stays with who stayed, and nothing else does', async () => {
  let parted = 0
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(record, record),
      fc.constantFrom<Choice>('survivor', 'merged'),
      fc.array(edit, { maxLength: 4 }),
      async (two, home, edits) => {
        const [survivor, merged] = [await somebody(nodes[two[0].home].id), await somebody(nodes[two[1].home].id)]
        for (const [i, id] of [survivor, merged].entries()) {
          for (const at of two[i]!.joins)
            await joinNode.call(services, leader, { id, nodeId: nodes[at].id }).catch(() => undefined)
          await update.call(services, leader, {
            id,
            version: await versionOf(id),
            fields: two[i]!.fields,
          })
        }
        const before = [await read(survivor), await read(merged)] as const
        const mergeId = await merging(survivor, merged, { home })
        const joined = await read(survivor)
        const closed = await leftOf(before[1].memberships)
        // A refusal (there already, not there, the home) is no edit; anything else is a mistake of the test.
        for (const one of edits)
          await carryOut(survivor, one).catch((error: { kind?: string }) =>
            expect(['RuleBroken', 'NotFound', 'Conflict']).toContain(error.kind),
          )
        const edited = await read(survivor)
        const left = (await leftOf(before[1].memberships)).filter((name) => !closed.includes(name))
        const refused = await undoing(mergeId).catch((error: { code?: string }) => error.code)
        if (typeof refused === 'string') {
          expect(refused).toBe('people.unmerge.home-moved')
          return
        }
        parted += 1
        const [stayed, back] = [await read(survivor), await read(merged)]
        expect(back.fields).toEqual(before[1].fields)
        // A place that was left is left, whoever it was; the home is opened again.
        expect(back.places).toEqual(before[1].places.filter((name) => name.endsWith('*') || !left.includes(name)))
        const untouched = (field: 'city' | 'courseOfStudy') => edited.fields[field] === joined.fields[field]
        for (const field of ['city', 'courseOfStudy'] as const)
          expect(stayed.fields[field]).toBe(untouched(field) ? before[0].fields[field] : edited.fields[field])
        const since = edited.fields.emails.filter((email) => !joined.fields.emails.includes(email))
        expect(stayed.fields.emails.toSorted()).toEqual([...before[0].fields.emails, ...since].toSorted())
        for (const { places } of [stayed, back]) expect(places.filter((name) => name.endsWith('*'))).toHaveLength(1)
        if (JSON.stringify(edited.places) === JSON.stringify(joined.places))
          expect(stayed.places).toEqual(before[0].places)
      },
    ),
    { numRuns: 25 },
  )
  expect(parted).toBeGreaterThan(5)
}, 60_000)

async function read(id: string) {
  const { rows } = await owner.query<{ city: string | null; courseOfStudy: string | null; emails: string[] }>(
    `select city, course_of_study as "courseOfStudy", emails from person where id = $1`,
    [id],
  )
  const memberships = await owner.query<{ id: string }>(
    `select id from membership where person_id = $1 and left_on is null`,
    [id],
  )
  return { fields: rows[0]!, places: await placesOf(id), memberships: memberships.rows.map((row) => row.id) }
}

/** The names of the places among these memberships that were left. */
async function leftOf(ids: readonly string[]) {
  const { rows } = await owner.query<{ name: string }>(
    `select n.name from membership m join org_node n on n.id = m.node_id where m.id = any ($1) and m.left_on is not null`,
    [ids],
  )
  return rows.map(({ name }) => name)
}

async function carryOut(id: string, one: typeof edit extends fc.Arbitrary<infer E> ? E : never) {
  tick()
  const { fields } = await get.call(services, leader, { id })
  const set = async (changed: SomeFields) =>
    update.call(services, leader, { id, version: await versionOf(id), fields: changed })
  if (one.act === 'city') return set({ city: one.value })
  if (one.act === 'email') return set({ emails: [...new Set([...(fields.emails as string[]), one.value])] })
  if (one.act === 'join') return joinNode.call(services, leader, { id, nodeId: nodes[one.at].id })
  if (one.act === 'home')
    return changeHome.call(services, leader, { id, nodeId: nodes[one.at].id, keepOld: one.keepOld })
  return leaveNode.call(services, leader, { id, nodeId: nodes[one.at].id })
}
