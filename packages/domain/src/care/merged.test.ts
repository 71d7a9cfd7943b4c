/** What care knows of two records that become one, and two again. Source: PPL-5. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createHousehold } from '../families/create-household.ts'
import { leaveHousehold } from '../families/leave-household.ts'
import { create as createFollowUp } from '../follow-ups/create.ts'
import { create } from '../people/create.ts'
import { merge } from '../people/duplicates/merge.ts'
import { unmerge } from '../people/duplicates/unmerge.ts'
import { testLinks } from '../test-links.ts'
import { createWorld } from '../test-world.ts'
import { openCareNotes } from './open-care-notes.ts'
import { writeCareNote } from './write-care-note.ts'
import { writeNote } from './write-note.ts'

const { services, owner, as, clock } = await createWorld({ personLinks: testLinks })
const { nodes, people } = story
const [kwame, ruth, director] = [await as('cell-leader'), await as('campus-leader'), await as('national-director')]
const places = { mustardSeed: nodes.mustardSeed.id, emmaus: nodes.emmaus.id }
const tick = () => clock.set(new Date(clock.now().getTime() + 1000))
let made = 0
async function somebody(nodeId: string): Promise<string> {
  tick()
  return (await create.call(services, director, { name: `Zuri Care${(made += 1)}`, home: { nodeId }, force: true })).id!
}
async function merging(survivorId: string, mergedId: string) {
  tick()
  const { rows } = await owner.query('select id, version from person where id in ($1, $2)', [survivorId, mergedId])
  const version = (id: string) => Number(rows.find((row) => row['id'] === id)!['version'])
  const versions = { survivor: version(survivorId), merged: version(mergedId) }
  return (await merge.call(services, ruth, { survivorId, mergedId, versions })).mergeId
}
const undoing = (id: string) => {
  tick()
  return unmerge.call(services, ruth, { id })
}
const tables = ['note', 'care_note', 'break_glass', 'follow_up', 'household_member']
async function picture(ids: string[]) {
  const whole: Record<string, unknown> = {}
  for (const table of tables)
    whole[table] = (
      await owner.query(
        `select to_jsonb(t) - 'version' as row from "${table}" t where person_id = any ($1) order by to_jsonb(t)::text`,
        [ids],
      )
    ).rows
  whole['relation'] = (
    await owner.query('select * from relation where a_id = any ($1) or b_id = any ($1) order by id', [ids])
  ).rows
  whole['household'] = (await owner.query('select id, name from household order by id')).rows
  whole['share'] = (await owner.query('select * from care_note_share order by note_id, person_id')).rows
  return whole
}

const which = fc.integer({ min: 0, max: 1 })
const world = fc.record({
  homes: fc.tuple(fc.constantFrom('mustardSeed', 'emmaus'), fc.constantFrom('mustardSeed', 'emmaus')),
  notes: fc.array(fc.tuple(which, fc.boolean()), { maxLength: 3 }),
  sealed: fc.array(fc.tuple(which, fc.boolean()), { maxLength: 3 }),
  tasks: fc.array(fc.tuple(which, fc.constantFrom('open', 'done', 'dropped'), fc.boolean()), { maxLength: 3 }),
  households: fc.array(fc.constantFrom([0], [1], [0, 1]), { maxLength: 3 }),
  kin: fc.array(fc.tuple(which, fc.constantFrom('spouse', 'parent', 'friend'), fc.boolean()), { maxLength: 3 }),
  flip: fc.boolean(),
})
test('whatever care has of two records, a merge and its un-merge leave it as it was', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ homes, notes, sealed, tasks, households, kin, flip }) => {
      const two = [await somebody(places[homes[0] as 'emmaus']), await somebody(places[homes[1] as 'emmaus'])]
      for (const [who, kept] of notes) {
        const id = newId()
        await writeNote.call(services, ruth, { id, personId: two[who]!, body: 'Noted' })
        if (kept)
          await owner.query('update note set kept = true, scope_ids = $2 where id = $1', [id, [nodes.bahari.id]])
      }
      for (const [who, shared] of sealed)
        await writeCareNote.call(services, ruth, {
          ...{ id: newId(), personId: two[who]!, body: 'Sealed' },
          sharedWith: shared ? [people.daniel.id] : [],
        })
      for (const [who, state, given] of tasks)
        await owner.query(
          `insert into follow_up (id, person_id, title, due_on, wanted_on, state, closed_at, assignee_id, created_at, updated_at)
           values ($1, $2, 'To do', '2026-11-22', '2026-11-22', $3, case $3 when 'open' then null else now() end, $4, now(), now())`,
          [newId(), two[who], state, given ? people.kwame.id : null],
        )
      for (const members of households) {
        const id = newId()
        await owner.query(`insert into household (id, name, created_at) values ($1, 'Together', now())`, [id])
        for (const who of members)
          await owner.query(`insert into household_member (household_id, person_id, role) values ($1, $2, 'adult')`, [
            id,
            two[who],
          ])
      }
      for (const [who, kind, turned] of kin) {
        const ends = turned ? [people.minh.id, two[who]] : [two[who], people.minh.id]
        await owner.query(
          `insert into relation (id, a_id, b_id, kind, created_at) values ($1, $2, $3, $4, now()) on conflict do nothing`,
          [newId(), ...ends, kind],
        )
      }
      const before = await picture(two)
      const [survivor, merged] = flip ? [two[1]!, two[0]!] : [two[0]!, two[1]!]
      const id = await merging(survivor, merged)
      await undoing(id)
      expect(await picture(two)).toEqual(before)
    }),
    { numRuns: 10 },
  )
}, 60_000)

test('what was noted since by who cares at the other’s place alone goes with the other', async () => {
  const [survivor, merged] = [await somebody(places.mustardSeed), await somebody(places.emmaus)]
  const id = await merging(survivor, merged)
  // Whoever leads at the other's place alone.
  const there = {
    nodeId: places.emmaus,
    scopeIds: (await owner.query('select scope_ids from org_node where id = $1', [places.emmaus])).rows[0]![
      'scope_ids'
    ] as string[],
  }
  const leader: Caller = {
    ...kwame,
    principal: { ...kwame.principal!, roles: [{ role: 'cell-leader', ...there, startsAt: new Date(0), endsAt: null }] },
  }
  const write = async (by: Caller) => {
    tick()
    await writeNote.call(services, by, { id: newId(), personId: survivor, body: 'Noted' })
    await writeCareNote.call(services, by, { id: newId(), personId: survivor, body: 'Sealed' })
    await createFollowUp.call(services, by, { id: newId(), personId: survivor, title: 'To do', dueOn: story.day })
  }
  await write(leader)
  await write(ruth)
  await undoing(id)
  for (const table of ['note', 'care_note', 'follow_up']) {
    const { rows } = await owner.query(
      `select person_id, node_id, scope_ids @> array[$3::uuid] as there from "${table}" where person_id in ($1, $2) order by node_id = $3`,
      [survivor, merged, places.emmaus],
    )
    expect(rows, table).toEqual([
      { person_id: survivor, node_id: places.mustardSeed, there: false },
      { person_id: merged, node_id: places.emmaus, there: true },
    ])
  }
  expect((await openCareNotes.call(services, ruth, { personId: merged })).texts).toMatchObject([{ body: 'Sealed' }])
})

test('a household that one left while the two were one is left when they are two again', async () => {
  const [survivor, merged] = [await somebody(places.mustardSeed), await somebody(places.mustardSeed)]
  const household = newId()
  await createHousehold.call(services, ruth, { id: household, name: 'Alone', personId: merged })
  const id = await merging(survivor, merged)
  await leaveHousehold.call(services, ruth, { id: household, personId: survivor })
  await undoing(id)
  const { rows } = await owner.query('select 1 from household where id = $1', [household])
  expect(rows).toEqual([])
})
