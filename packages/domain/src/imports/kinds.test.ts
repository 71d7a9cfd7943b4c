/** Kinds beside people: memberships, groups, roles as requests; each taken back. Source: IMP-1, IMP-5, IMP-6. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { roleKind } from '../accounts/index.ts'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { commitChunk } from './commit-chunk.ts'
import { commit } from './commit.ts'
import { get } from './get.ts'
import { map } from './map.ts'
import { offers } from './offers.ts'
import { planChunk } from './plan-chunk.ts'
import { rows } from './rows.ts'
import { importKinds } from './testing/kinds.ts'
import { undoChunk } from './undo-chunk.ts'
import { undo } from './undo.ts'
import { upload } from './upload.ts'

const { services, owner, as, clock } = await createWorld({ importKinds, requestKinds: [roleKind] })
const { nodes } = story
const admin = await as('campus-administrator')
const leader = await as('campus-leader')

async function dryRun(by: Caller, kind: string, content: string, nodeId = nodes.kilima.id) {
  clock.set(new Date(clock.now().getTime() + 60_000))
  const { id } = await upload.call(services, by, { nodeId, kind, fileName: 'list.csv', content })
  const { columns, settings } = await get.call(services, by, { id })
  await map.call(services, by, { id, fields: columns.map(({ field }) => field), settings })
  while (!(await planChunk.call(services, by, { id, take: 3 })).finished);
  const { plan } = await get.call(services, by, { id })
  const found = (await rows.call(services, by, { id, take: 100 })).rows
  return { id, plan, found }
}
async function write(by: Caller, id: string) {
  await commit.call(services, by, { id })
  while (!(await commitChunk.call(services, by, { id, take: 3 })).finished);
  return get.call(services, by, { id })
}
async function takeBack(by: Caller, id: string) {
  clock.set(new Date(clock.now().getTime() + 60_000))
  await undo.call(services, by, { id })
  while (!(await undoChunk.call(services, by, { id, take: 3 })).finished);
  return get.call(services, by, { id })
}

test('offers what the rights at the place allow', async () => {
  const namesFor = async (by: Caller) =>
    (await offers.call(services, by, { nodeId: nodes.kilima.id })).map(({ name }) => name)
  expect(await namesFor(leader)).toEqual(['people', 'memberships', 'groups', 'roles', 'follow-ups'])
  expect(await namesFor(admin)).not.toContain('groups')
  await expect(
    upload.call(services, admin, { nodeId: nodes.kilima.id, kind: 'groups', fileName: 'g.csv', content: 'Group\nX\n' }),
  ).rejects.toMatchObject({ kind: 'NotAllowed' })
})

test('memberships: a person on record joins several groups by one file; nobody is made, nothing else is changed', async () => {
  const people = await dryRun(admin, 'people', 'Name,Email,City\nMem Ber,member@example.com,Thika\n')
  await write(admin, people.id)
  const { id, plan, found } = await dryRun(
    admin,
    'memberships',
    'Name,Email,Group,Status\nMem Ber,member@example.com,Mustard Seed,visitor\nMem Ber,member@example.com,Bereans,member\nNo Body,nobody@example.com,Bereans,\n',
  )
  expect(plan).toMatchObject({ change: 2, error: 1, conflict: 0 })
  expect(found[2]!.problems[0]!.code).toBe('imports.row.nobody')
  expect(await write(admin, id)).toMatchObject({ result: { changed: 2, failed: 1 } })
  const placesOf = async () =>
    (
      await owner.query<{ name: string; state: string }>(
        `select n.name, m.state from membership m join person p on p.id = m.person_id join org_node n on n.id = m.node_id
          where p.name = 'Mem Ber' and m.left_on is null order by n.name`,
      )
    ).rows.map(({ name, state }) => `${name}: ${state}`)
  expect(await placesOf()).toEqual(['Bereans: member', 'Kilima University: member', 'Mustard Seed: visitor'])
  expect(await takeBack(admin, id)).toMatchObject({ undo: { undone: 2, kept: 0 } })
  expect(await placesOf()).toEqual(['Kilima University: member'])
})

test('groups are opened below the place, the same file twice changes nothing, and an undo closes what is empty', async () => {
  const file = 'Group,Code\nOlive Tree,OLV\nCedar,CDR\nMustard Seed,\n'
  const { id, plan } = await dryRun(leader, 'groups', file)
  expect(plan).toMatchObject({ create: 2, skip: 1 })
  expect(await write(leader, id)).toMatchObject({ result: { created: 2 } })
  expect((await dryRun(leader, 'groups', file)).plan).toMatchObject({ create: 0, change: 0, skip: 3 })
  expect((await dryRun(leader, 'groups', 'Group,Code\nMustard Seed,OLV\n')).plan).toMatchObject({ conflict: 1 })
  const renamed = await dryRun(leader, 'groups', 'Group,Code\nOlive Branch,OLV\n')
  expect(renamed.found[0]).toMatchObject({ verdict: 'change', why: { by: 'code' }, changes: [{ field: 'groupName' }] })
  await owner.query(
    `insert into membership (id, person_id, node_id, is_home, state, joined_on)
     select gen_random_uuid(), $1, id, false, 'member', '2026-01-01' from org_node where code = 'CDR'`,
    [story.people.kwame.id],
  )
  expect(await takeBack(leader, id)).toMatchObject({ undo: { undone: 1, kept: 1 } })
  const { rows: now } = await owner.query(`select name, state from org_node where code in ('OLV', 'CDR') order by name`)
  expect(now).toEqual([
    { name: 'Cedar', state: 'active' },
    { name: 'Olive Tree', state: 'closed' },
  ])
  const again = await dryRun(leader, 'groups', file)
  expect(again.found[0]).toMatchObject({ verdict: 'change', changes: [{ field: 'groupState' }] })
})

test('roles become requests, never roles; asked once; an undo withdraws what nobody has decided', async () => {
  const { kwame } = story.people
  const file = `Name,Email,Role,Place\n${kwame.name},${kwame.emails![0] ?? ''},Cell Leader,Bereans\n`
  const { id, plan, found } = await dryRun(leader, 'roles', file)
  expect(found[0]!.problems).toEqual([])
  expect(plan).toMatchObject({ create: 1 })
  const held = async () =>
    (await owner.query(`select 1 from role_assignment where person_id = $1 and role = 'cell-leader'`, [kwame.id])).rows
      .length
  const before = await held()
  expect(await write(leader, id)).toMatchObject({ result: { created: 1, failed: 0 } })
  expect(await held()).toBe(before)
  expect((await dryRun(leader, 'roles', file)).plan).toMatchObject({ create: 0, skip: 1 })
  expect(await takeBack(leader, id)).toMatchObject({ undo: { undone: 1 } })
  const { rows: cases } = await owner.query(
    `select state from approval_case where kind = 'role-assignment' and person_id = $1`,
    [leader.principal!.personId],
  )
  expect(cases).toEqual([{ state: 'withdrawn' }])
})
