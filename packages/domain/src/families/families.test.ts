import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { createHousehold } from './create-household.ts'
import { family } from './family.ts'
import { joinHousehold } from './join-household.ts'
import { leaveHousehold } from './leave-household.ts'
import { relate } from './relate.ts'
import { renameHousehold } from './rename-household.ts'
import { shareAddress } from './share-address.ts'
import { unrelate } from './unrelate.ts'

const { services, owner, as, callerOf } = await createWorld()
const { people, furtherAccounts } = story
const [kwame, ruth, member, lucia, director] = [
  await as('cell-leader'),
  await as('campus-leader'),
  await as('small-group-member'),
  await callerOf(furtherAccounts.siblingCampusAdministrator.accountId),
  await as('national-director'),
]
const [minh, haeun, tomas] = [people.minh.id, people.haeun.id, people.tomas.id]
const kinds = (kind: string) => expect.objectContaining({ kind }) as Error
const of = (reader: Caller, personId: string) => family.call(services, reader, { personId })

beforeEach(() =>
  owner.query('delete from relation; delete from household_member; delete from household; truncate audit_entry'),
)

test('a relation is one row for both sides, said once or twice', async () => {
  const said = { personId: minh, otherId: haeun, is: 'mentor' } as const
  const { id } = await relate.call(services, kwame, said)
  expect(await relate.call(services, kwame, { personId: haeun, otherId: minh, is: 'mentee' })).toEqual({ id })
  expect((await of(kwame, minh)).relations).toMatchObject([{ is: 'mentor', person: { id: haeun } }])
  expect((await of(kwame, haeun)).relations).toMatchObject([{ is: 'mentee', person: { id: minh } }])
  await expect(relate.call(services, kwame, { ...said, otherId: minh })).rejects.toMatchObject({
    code: 'families.relate.oneself',
  })
  await unrelate.call(services, kwame, { id })
  expect((await of(kwame, minh)).relations).toEqual([])
  const { rows } = await owner.query(`select action from audit_entry`)
  expect(rows).toHaveLength(4)
})

test('nobody sees a person through a relation or a household whom they may not read', async () => {
  await relate.call(services, director, { personId: minh, otherId: people.lucia.id, is: 'sibling' })
  const id = newId()
  await createHousehold.call(services, director, { id, name: 'The house by the lake', personId: minh })
  await joinHousehold.call(services, director, { id, personId: people.lucia.id })
  expect((await of(director, minh)).households[0]!.members).toHaveLength(2)
  const seen = await of(kwame, minh)
  expect(seen.relations).toEqual([])
  expect(seen.households).toMatchObject([{ members: [{ id: minh }] }])
  await expect(of(lucia, minh)).rejects.toThrow(kinds('NotFound'))
  await expect(of(member, minh)).rejects.toMatchObject({ kind: expect.stringMatching(/Not(Found|Allowed)/) as string })
  await expect(
    relate.call(services, kwame, { personId: minh, otherId: people.lucia.id, is: 'friend' }),
  ).rejects.toThrow(kinds('NotFound'))
  const count = (scope: Record<string, string[]>) =>
    services.db.transaction({ scope, personId: people.kwame.id }, {}, (tx) => tx.prisma.relation.count())
  const group = [story.nodes.mustardSeed.id]
  expect(await count({ 'Household.read': group, 'Person.read': group })).toBe(0)
  expect(
    await count({ 'Household.read': [story.nodes.lighthouse.id], 'Person.read': [story.nodes.lighthouse.id] }),
  ).toBe(1)
})

test('the database lets nobody join a household that they don’t see, to read its name', async () => {
  const id = newId()
  await createHousehold.call(services, director, { id, name: 'The house by the lake', personId: people.lucia.id })
  const group = [story.nodes.mustardSeed.id]
  const scope = { 'Household.read': group, 'Household.write': group, 'Person.read': group }
  const join = (household: string) =>
    services.db.transaction({ scope, personId: people.kwame.id }, {}, (tx) =>
      tx.client.query(`insert into household_member (household_id, person_id, role) values ($1, $2, 'adult')`, [
        household,
        minh,
      ]),
    )
  await expect(join(id)).rejects.toThrow('row-level security policy')
  const own = newId()
  await createHousehold.call(services, kwame, { id: own, name: 'Ours', personId: haeun })
  await join(own)
})

test('people of a household share an address, and one that nobody is in is no more', async () => {
  const id = newId()
  for (let time = 0; time < 2; time++)
    await createHousehold.call(services, ruth, { id, name: 'Nguyen', personId: minh })
  await joinHousehold.call(services, ruth, { id, personId: haeun, role: 'child' })
  await joinHousehold.call(services, ruth, { id, personId: tomas })
  await renameHousehold.call(services, ruth, { id, name: 'Nguyen and Kim' })
  await owner.query(
    `update person set street = null, city = null, province = null, postal_code = null, country = null where id = any ($1)`,
    [[minh, haeun, tomas]],
  )
  await expect(shareAddress.call(services, ruth, { id, fromId: minh })).rejects.toMatchObject({
    code: 'families.share-address.none',
  })
  await owner.query(`update person set street = 'Lake Road 3', city = 'Kisumu' where id = $1`, [minh])
  expect((await of(ruth, minh)).households).toMatchObject([{ name: 'Nguyen and Kim', mayShareAddress: true }])
  expect(await shareAddress.call(services, ruth, { id, fromId: minh })).toEqual({ changed: 2 })
  const [household] = (await of(ruth, haeun)).households
  expect(household!.members.map(({ address }) => address)).toEqual(Array(3).fill('Lake Road 3, Kisumu'))
  for (const personId of [minh, haeun, tomas]) await leaveHousehold.call(services, ruth, { id, personId })
  const { rows } = await owner.query('select 1 from household')
  expect(rows).toEqual([])
})
