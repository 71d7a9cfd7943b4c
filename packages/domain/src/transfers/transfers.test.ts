import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { systemCaller } from '../acting.ts'
import { writeNote } from '../care/write-note.ts'
import type { Caller } from '../context.ts'
import { get } from '../people/get.ts'
import { createWorld } from '../test-world.ts'
import { accept } from './accept.ts'
import { decline } from './decline.ts'
import { expire } from './expire.ts'
import { list } from './list.ts'
import { offer } from './offer.ts'
import { prepare } from './prepare.ts'
import { withdraw } from './withdraw.ts'

const { nodes, people } = story
const kinds = (kind: string) => expect.objectContaining({ kind }) as Error
const broken = (code: string) => expect.objectContaining({ code: `transfers.${code}` }) as Error
const { services, owner, as, callerOf, clock } = await createWorld()
const [kwame, ruth, director] = [await as('cell-leader'), await as('campus-leader'), await as('national-director')]
// Bahari lies in another region; the crowd's leader there signs in by an account of the test's own.
const leader = await receiver()
const kwameId = people.kwame.id

async function receiver(): Promise<Caller> {
  const { rows } = await owner.query(
    `select a.person_id from role_assignment a where a.role = 'campus-leader' and a.node_id = $1 and a.ends_at is null limit 1`,
    [nodes.bahari.id],
  )
  const personId = String(rows[0]!['person_id'])
  const { rows: known } = await owner.query('select id from account where person_id = $1', [personId])
  const accountId = known[0] ? String(known[0]['id']) : newId()
  if (!known[0])
    await owner.query(
      `insert into account (id, person_id, email, created_at) values ($1, $2, 'bahari-lead@example.org', now())`,
      [accountId, personId],
    )
  return callerOf(accountId)
}

const minh = people.minh.id
const home = async (id: string) =>
  String((await owner.query('select home_node_id from person where id = $1', [id])).rows[0]!['home_node_id'])
const offerOf = async (by: Caller, personId = minh, more: object = {}) => {
  const id = newId()
  await offer.call(services, by, { id, personId, toNodeId: nodes.bahari.id, message: 'She moves for work', ...more })
  return id
}
const incoming = async (state: 'open' | 'ended' = 'open') =>
  (await list.call(services, leader, { nodeId: nodes.bahari.id, side: 'in', state })).rows

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query('delete from transfer; delete from note; truncate audit_entry; delete from notification')
})

describe('an offer', () => {
  test('tells the receiving side the name and the place, and nothing else of the person', async () => {
    const id = await offerOf(ruth)
    expect(await incoming()).toMatchObject([
      {
        id,
        name: expect.any(String) as string,
        personId: null,
        from: { place: 'Mustard Seed' },
        message: 'She moves for work',
        may: { answer: true, withdraw: false },
      },
    ])
    await expect(get.call(services, leader, { id: minh })).rejects.toThrow(kinds('NotFound'))
    const { rows } = await owner.query('select person_id, kind from notification')
    expect(rows).toContainEqual({ person_id: leader.principal!.personId, kind: 'transfer-offered' })
    await withdraw.call(services, ruth, { id })
    expect(await incoming('ended')).toMatchObject([{ name: null, message: null, state: 'withdrawn' }])
    const { rows: mine } = await list.call(services, ruth, { nodeId: nodes.kilima.id, side: 'out', state: 'ended' })
    expect(mine).toMatchObject([{ name: expect.any(String) as string, message: 'She moves for work' }])
    await expect(accept.call(services, leader, { id, nodeId: nodes.bahari.id })).rejects.toThrow(broken('answer.ended'))
  })

  test('is refused within the region, twice, and to who may not', async () => {
    await expect(offerOf(ruth, minh, { toNodeId: nodes.mtoni.id })).rejects.toThrow(kinds('NotFound'))
    const id = await offerOf(ruth)
    await expect(offerOf(kwame)).rejects.toThrow(broken('offer.open-already'))
    await expect(decline.call(services, ruth, { id, reason: 'Mine' })).rejects.toThrow(kinds('NotAllowed'))
    await expect(withdraw.call(services, leader, { id })).rejects.toThrow(kinds('NotAllowed'))
    await expect(offerOf(await as('small-group-member'))).rejects.toThrow(kinds('NotAllowed'))
    await expect(offerOf(ruth, people.daniel.id)).rejects.toThrow()
  })

  test('declined says why to the sending side', async () => {
    const id = await offerOf(ruth)
    await decline.call(services, leader, { id, reason: 'We have no group in that language' })
    const { rows } = await list.call(services, ruth, { nodeId: nodes.kilima.id, side: 'out', state: 'ended' })
    expect(rows).toMatchObject([{ state: 'declined', reason: 'We have no group in that language', personId: minh }])
  })

  test('ends by itself after two weeks', async () => {
    const id = await offerOf(ruth)
    const movementId = nodes.lighthouse.id
    const sweep = () => expire.call(services, systemCaller([movementId], 'workflow:test'), { movementId })
    expect(await sweep()).toEqual({ expired: 0 })
    clock.set(new Date(clock.now().getTime() + 15 * 86_400_000))
    await expect(accept.call(services, leader, { id, nodeId: nodes.bahari.id })).rejects.toThrow(
      broken('answer.expired'),
    )
    expect([await sweep(), await sweep()]).toEqual([{ expired: 1 }, { expired: 0 }])
  })

  test('of somebody rehomed meanwhile can’t be kept', async () => {
    const id = await offerOf(ruth)
    await owner.query('update membership set node_id = $2 where person_id = $1 and is_home and left_on is null', [
      minh,
      nodes.kilima.id,
    ])
    expect(await accept.call(services, leader, { id, nodeId: nodes.bahari.id })).toEqual({
      id,
      state: 'void',
      personId: null,
    })
    await owner.query('update membership set node_id = $2 where person_id = $1 and is_home and left_on is null', [
      minh,
      nodes.mustardSeed.id,
    ])
  })

  test('is hidden by the database from third parties', async () => {
    await offerOf(ruth)
    const count = (scope: Record<string, string[]>) =>
      services.db.transaction({ scope, personId: people.ruth.id }, {}, (tx) => tx.prisma.transfer.count())
    expect(await count({ 'Transfer.read': [nodes.bahari.id] })).toBe(1)
    expect(await count({ 'Transfer.read': [nodes.mtoni.id] })).toBe(0)
  })
})

test('accepted by two at once it happens once; roles end that were told of, notes stay, the sending side keeps history', async () => {
  await writeNote.call(services, ruth, { id: newId(), personId: kwameId, body: 'Ours' })
  const told = await prepare.call(services, ruth, { personId: kwameId })
  expect(told.roles).toMatchObject([{ role: 'cell-leader', place: 'Mustard Seed' }])
  expect(told.targets.map(({ id }) => id)).toContain(nodes.bahari.id)
  const id = await offerOf(ruth, kwameId)
  const both = await Promise.allSettled(
    [leader, director].map((by) => accept.call(services, by, { id, nodeId: nodes.bahari.id })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await home(kwameId)).toBe(nodes.bahari.id)
  await expect(get.call(services, ruth, { id: kwameId })).rejects.toThrow(kinds('NotFound'))
  expect(await get.call(services, leader, { id: kwameId })).toMatchObject({ home: { id: nodes.bahari.id } })
  const { rows: roles } = await owner.query(
    `select 1 from role_assignment where person_id = $1 and scope_ids @> array[$2::uuid] and (ends_at is null or ends_at > $3)`,
    [...[kwameId, nodes.highlands.id, clock.now()]],
  )
  expect(roles).toEqual([])
  const { rows: memberships } = await owner.query(
    'select node_id, left_on is null as open from membership where person_id = $1 order by open',
    [kwameId],
  )
  expect(memberships.filter(({ open }) => open)).toEqual([{ node_id: nodes.bahari.id, open: true }])
  expect(memberships.map(({ node_id }) => String(node_id))).toContain(nodes.mustardSeed.id)
  const { rows: notes } = await owner.query('select kept, scope_ids from note where person_id = $1', [kwameId])
  expect(notes).toMatchObject([{ kept: true }])
  expect(notes[0]!['scope_ids']).toContain(nodes.kilima.id)
  const out = await list.call(services, ruth, { nodeId: nodes.kilima.id, side: 'out', state: 'ended' })
  expect(out.rows).toMatchObject([
    { state: 'accepted', name: expect.any(String) as string, personId: null, placed: null },
  ])
  const { rows: audit } = await owner.query(
    `select node_id from audit_entry where noun = 'Transfer' and action = 'transfers.accept'`,
  )
  expect(audit.map(({ node_id }) => String(node_id)).sort()).toEqual([nodes.bahari.id, nodes.mustardSeed.id].sort())
})
