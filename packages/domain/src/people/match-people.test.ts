import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import * as z from 'zod'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { query } from '../verb.ts'
import { matchPeople, type Candidate } from './match-people.ts'

const { services, owner, as } = await createWorld()
const { nodes, people } = story
const admin = await as('campus-administrator')
const match = query({
  name: 'people.match',
  permission: { action: 'read', noun: 'Person' },
  input: z.object({ nodeId: z.string(), candidates: z.array(z.custom<Candidate>()) }),
  output: z.array(z.array(z.custom<Awaited<ReturnType<typeof matchPeople>>[number][number]>())),
  run: (ctx, { nodeId, candidates }) => matchPeople(ctx, nodeId, candidates),
})
const found = async (candidates: Candidate[], caller: Caller = admin, nodeId = nodes.kilima.id) =>
  (await match.call(services, caller, { nodeId, candidates })).map((matches) =>
    matches.map(({ by, person }) => `${by}: ${person.name}`),
  )
await owner.query(
  `insert into person_key (node_id, source, key, person_id) values ($1, 'pc', '17', $2), ($3, 'pc', '17', $4)`,
  [nodes.kilima.id, people.joy.id, nodes.mtoni.id, people.lucia.id],
)

test('finds by key, e-mail, phone, name and birth date, and name; surest first, one answer a candidate', async () => {
  await owner.query(`update person set birth_date = '2004-05-17' where id = $1`, [people.dennis.id])
  expect(
    await found([
      { keys: [{ source: 'pc', key: '17' }], emails: ['kwame.boateng@example.org'] },
      { emails: ['nobody@example.org', 'kwame.boateng@example.org'], name: 'Kwame Boateng' },
      { phones: ['+254710000011'] },
      { name: 'DENNIS  Barasa', birthDate: '2004-05-17' },
      { name: 'Dennis Barasa', birthDate: '2004-05-17' },
      { name: 'dennis barasa', birthDate: '2004' },
      { name: 'Dennis Barasa' },
      { name: 'Dennis Barasa', birthDate: '1999' },
      { name: 'Nobody Atall', emails: [], birthDate: null },
      {},
    ]),
  ).toEqual([
    ['key: Joy Cherono Kibet', 'email: Kwame Boateng'],
    ['email: Kwame Boateng'],
    ['phone: Kwame Boateng'],
    ['name-and-birth-date: Dennis Barasa'],
    ['name-and-birth-date: Dennis Barasa'],
    ['name: Dennis Barasa'],
    ['name: Dennis Barasa'],
    [],
    [],
    [],
  ])
})

test('tells nothing of people out of reach, whatever is known of them', async () => {
  const lucia = { name: people.lucia.name, emails: people.lucia.emails!, keys: [{ source: 'pc', key: '17' }] }
  expect(await found([{ ...lucia, keys: [] }])).toEqual([[]])
  expect(await found([lucia], await as('regional-director'), nodes.mtoni.id)).toEqual([[`key: ${people.lucia.name}`]])
  const yaw = { name: people.yaw.name, emails: ['yaw.owusu@example.org'] }
  expect(await found([yaw], await as('national-director'), nodes.lighthouse.id)).toEqual([[]])
  await expect(found([{}], admin, nodes.mtoni.id)).rejects.toThrow(expect.objectContaining({ kind: 'NotFound' }))
  await expect(found([{}], admin, nodes.highlands.id)).rejects.toThrow(expect.objectContaining({ kind: 'NotAllowed' }))
})

test('says whether the person is of the place, and what may be changed', async () => {
  const regional = await as('regional-director')
  const [[kwame], [ruth]] = (await match.call(services, regional, {
    nodeId: nodes.mtoni.id,
    candidates: [{ emails: ['kwame.boateng@example.org'] }, { emails: [people.lucia.emails![0]!] }],
  })) as never as [[{ within: boolean }], [{ within: boolean }]]
  expect([kwame.within, ruth.within]).toEqual([false, true])
  const [felix] = await match.call(services, admin, {
    nodeId: nodes.kilima.id,
    candidates: [{ emails: people.felix.emails }],
  })
  expect(felix![0]).toMatchObject({ within: true, editable: [] })
})

test('takes two statements for many candidates', async () => {
  const before = services.db.statements()
  await found(Array.from({ length: 300 }, (_, n) => ({ name: `Somebody ${n}`, emails: [`s${n}@example.org`] })))
  expect(services.db.statements() - before - 2).toBe(2)
})

test('a key goes with the membership at its place', async () => {
  await owner.query(`update membership set left_on = '2026-11-01' where person_id = $1 and left_on is null`, [
    people.joy.id,
  ])
  const { rowCount } = await owner.query(`select from person_key where person_id = $1`, [people.joy.id])
  expect(rowCount).toBe(0)
})
