/** What somebody with an account of their own tries with offers. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { archive } from '../people/archive.ts'
import { createWorld } from '../test-world.ts'
import { accept } from './accept.ts'
import { decline } from './decline.ts'
import { list } from './list.ts'
import { offer } from './offer.ts'
import { prepare } from './prepare.ts'
import { withdraw } from './withdraw.ts'

const { services, owner, as, callerOf } = await createWorld()
const { nodes, people, furtherAccounts } = story
const [kwame, ruth, director] = [await as('cell-leader'), await as('campus-leader'), await as('national-director')]
const third = await callerOf(furtherAccounts.siblingCampusAdministrator.accountId)
const minh = people.minh.id
const kinds = (kind: string) => expect.objectContaining({ kind }) as Error
const broken = (code: string) => expect.objectContaining({ code: `transfers.${code}` }) as Error

beforeEach(async () => {
  await owner.query('delete from transfer; truncate audit_entry; delete from notification')
})
const offering = async (by: Caller, personId = minh, toNodeId: string = nodes.bahari.id, id = newId()) => {
  await offer.call(services, by, { id, personId, toNodeId })
  return id
}
const home = (nodeId: string, personId = minh) =>
  owner.query(
    `update membership m set node_id = n.id, scope_ids = n.scope_ids from org_node n
      where n.id = $2 and m.person_id = $1 and m.is_home and m.left_on is null`,
    [personId, nodeId],
  )

test('a place that takes nobody looks like one that there isn’t', async () => {
  for (const place of [nodes.harbour.id, nodes.coast.id, newId()])
    await expect(offering(kwame, minh, place)).rejects.toThrow(kinds('NotFound'))
  const { targets } = await prepare.call(services, kwame, { personId: minh })
  expect(new Set(targets.map(({ kind }) => kind))).toEqual(new Set(['Campus', 'GraduateNetwork']))
})

test('nobody offers whom they don’t see, or who is a guest with them', async () => {
  await expect(offering(third)).rejects.toThrow(kinds('NotFound'))
  await home(nodes.emmaus.id)
  await owner.query(
    `insert into membership (id, person_id, node_id, is_home, state, joined_on) values ($1, $2, $3, false, 'member', '2025-01-06')`,
    [newId(), minh, nodes.mustardSeed.id],
  )
  await expect(offering(kwame)).rejects.toMatchObject({ kind: expect.stringMatching(/Not(Found|Allowed)/) as string })
  await owner.query('delete from membership where person_id = $1 and not is_home and node_id = $2', [
    minh,
    nodes.mustardSeed.id,
  ])
  await home(nodes.mustardSeed.id)
})

test('third parties can’t tell an offer from none', async () => {
  const id = await offering(ruth)
  for (const offerId of [id, newId()])
    for (const attempt of [
      () => accept.call(services, third, { id: offerId, nodeId: nodes.mtoni.id }),
      () => decline.call(services, third, { id: offerId, reason: 'Not ours' }),
      () => withdraw.call(services, third, { id: offerId }),
    ])
      await expect(attempt()).rejects.toThrow(kinds('NotFound'))
  expect((await list.call(services, third, { nodeId: nodes.mtoni.id, side: 'in' })).total).toBe(0)
})

test('an offer is answered once, and only while somebody answers for the place', async () => {
  const id = await offering(ruth)
  const former = { ...director, principal: { ...director.principal!, roles: [] } }
  await expect(accept.call(services, former, { id, nodeId: nodes.bahari.id })).rejects.toThrow(kinds('NotAllowed'))
  // Elsewhere than below the place that was asked.
  await expect(accept.call(services, director, { id, nodeId: nodes.mtoni.id })).rejects.toThrow(
    broken('answer.elsewhere'),
  )
  await decline.call(services, director, { id, reason: 'No room' })
  for (const attempt of [
    () => accept.call(services, director, { id, nodeId: nodes.bahari.id }),
    () => decline.call(services, director, { id, reason: 'No room' }),
    () => withdraw.call(services, ruth, { id }),
  ])
    await expect(attempt()).rejects.toThrow(broken('answer.ended'))
  await expect(offering(ruth, minh, nodes.bahari.id, id)).rejects.toThrow(kinds('Conflict'))
})

test('an offer from a home that the person has left is replaced by the next, also where it is out of sight', async () => {
  const stale = await offering(kwame)
  await home(nodes.anchor.id)
  const there = await as('regional-director')
  expect((await prepare.call(services, there, { personId: minh })).open).toBeNull()
  const id = await offering(there)
  const { rows } = await owner.query('select id, state from transfer')
  expect(new Map(rows.map((row) => [row['id'], row['state']]))).toEqual(
    new Map([
      [stale, 'void'],
      [id, 'open'],
    ]),
  )
  await withdraw.call(services, there, { id })
  await home(nodes.mustardSeed.id)
})

test('of somebody archived meanwhile it can’t be kept', async () => {
  const id = await offering(ruth)
  await archive.call(services, ruth, { id: minh })
  expect(await accept.call(services, director, { id, nodeId: nodes.bahari.id })).toMatchObject({ state: 'void' })
  await expect(offering(ruth)).rejects.toThrow(/./)
})
