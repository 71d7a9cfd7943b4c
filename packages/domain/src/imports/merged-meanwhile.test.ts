/** Two records become one, or two again, while a file about them is on its way, and while somebody follows them up. Source: IMP-4, IMP-5, PPL-5, PPL-6. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { create as createFollowUp } from '../follow-ups/create.ts'
import { merge } from '../people/duplicates/merge.ts'
import { unmerge } from '../people/duplicates/unmerge.ts'
import { testLinks } from '../test-links.ts'
import { createWorld } from '../test-world.ts'
import { importKinds } from './testing/kinds.ts'
import { stepsOf } from './testing/steps.ts'

const { services, owner, as, clock } = await createWorld({ importKinds, personLinks: testLinks })
const { nodes } = story
const leader = await as('campus-leader')
const { planned, write, rowsOf } = stepsOf(services, leader, nodes.kilima.id, 50)
const head = 'ID,Name,Email,City\n'
const tick = () => clock.set(new Date(clock.now().getTime() + 60_000))
const bring = async (lines: string) => {
  tick()
  return write((await planned(head + lines)).id)
}
const idOf = async (name: string) =>
  (await owner.query<{ id: string }>(`select id from person where name = $1`, [name])).rows[0]!.id
async function merging(survivorId: string, mergedId: string) {
  tick()
  const version = async (id: string) =>
    (await owner.query<{ version: number }>(`select version from person where id = $1`, [id])).rows[0]!.version
  const versions = { survivor: await version(survivorId), merged: await version(mergedId) }
  return (await merge.call(services, leader, { survivorId, mergedId, versions })).mergeId
}
const peopleCalled = async (like: string) =>
  (
    await owner.query<{ n: number }>(`select count(*)::int n from person where name like $1 and home_ids <> '{}'`, [
      like,
    ])
  ).rows[0]!.n

test('a row about a record that was merged since the dry run is left, and the next dry run finds who stayed', async () => {
  await bring('m1,Mira Stays,mira@example.org,Thika\nm2,Mira Goes,mira.g@example.org,Thika\n')
  const [stays, goes] = [await idOf('Mira Stays'), await idOf('Mira Goes')]
  const lines = 'm1,Mira Stays,mira@example.org,Nakuru\nm2,Mira Goes,mira.g@example.org,Embu\n'
  tick()
  const { id, plan } = await planned(head + lines)
  expect(plan).toMatchObject({ change: 2 })
  await merging(stays, goes)
  const { result } = await write(id)
  // Neither is as the dry run showed it: nothing is written, nobody is made anew.
  expect(result).toMatchObject({ created: 0, changed: 0, failed: 2 })
  expect(await peopleCalled('Mira %')).toBe(1)
  tick()
  const again = await planned(head + lines)
  expect(again.plan).toMatchObject({ create: 0 })
  for (const { personId } of await rowsOf(again.id)) expect([stays, null]).toContain(personId)
})

test('a row about somebody who was made two again since the dry run is left', async () => {
  await bring('n1,Nuru Stays,nuru@example.org,Thika\nn2,Nuru Goes,nuru.g@example.org,Thika\n')
  const [stays, goes] = [await idOf('Nuru Stays'), await idOf('Nuru Goes')]
  const mergeId = await merging(stays, goes)
  tick()
  const { id, plan } = await planned(head + 'n2,Nuru Stays,nuru.g@example.org,Nyeri\n')
  expect(plan).toMatchObject({ change: 1 })
  tick()
  await unmerge.call(services, leader, { id: mergeId })
  expect((await write(id)).result).toMatchObject({ changed: 0, failed: 1 })
  const { rows } = await owner.query(`select city from person where id = any ($1)`, [[stays, goes]])
  expect(rows).toEqual([{ city: 'Thika' }, { city: 'Thika' }])
})

test('what is to be done for somebody follows them, and comes back', async () => {
  await bring('o1,Omari Stays,omari@example.org,Thika\no2,Omari Goes,omari.g@example.org,Thika\n')
  const [stays, goes] = [await idOf('Omari Stays'), await idOf('Omari Goes')]
  const { id } = await createFollowUp.call(services, leader, {
    ...{
      id: newId(clock.now()),
      personId: goes,
      title: 'Ring them',
      dueOn: '2027-01-01',
      assigneeId: leader.principal!.personId,
    },
  })
  const whose = async () =>
    (
      await owner.query<{ person_id: string; state: string }>(`select person_id, state from follow_up where id = $1`, [
        id,
      ])
    ).rows[0]!
  const open = await whose()
  const mergeId = await merging(stays, goes)
  expect(await whose()).toEqual({ ...open, person_id: stays })
  tick()
  await unmerge.call(services, leader, { id: mergeId })
  expect(await whose()).toEqual({ ...open, person_id: goes })
})
