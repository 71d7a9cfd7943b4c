/** What the reader is told about their rights is what the verbs decide, over the story. Source: ACS-5, ACS-3. */
import { abilityOf, may, rightsOf } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import { get as person } from '../people/get.ts'
import { createWorld } from '../test-world.ts'
import { recordActs, recordNouns } from './record-acts.ts'
import { why } from './why.ts'

const { services, owner, as, callerOf, clock } = await createWorld()
const accounts = Object.entries(story.accounts)

describe.each(accounts)('%s', (_, { accountId }) => {
  test.each(recordNouns)('%s: sees what it is told to see, and why', async (noun) => {
    const caller = await callerOf(accountId)
    const ability = abilityOf(rightsOf(caller.principal!, clock.now()), caller.principal!)
    const table = noun.replaceAll(/(?<=[a-z])([A-Z])/g, '_$1').toLowerCase()
    const rows = (await owner.query<{ id: string }>(`select id from ${table} order by md5(id::text) limit 8`)).rows
    const nothing = await why.call(services, caller, { noun, id: newId() })
    expect(nothing.seen).toBe(false)
    for (const { id } of rows) {
      const told = await why.call(services, caller, { noun, id })
      const [read] = told.acts
      expect(read!.allowed).toBe(told.seen)
      // Out of sight and not there: the same words.
      if (!told.seen) expect(told).toEqual(nothing)
      else {
        expect(told.acts.map(({ action }) => action)).toEqual(recordActs[noun])
        expect(read!.reasons.length).toBeGreaterThan(0)
      }
    }
    expect(may(ability, 'read', noun, { id: 'x', scopeIds: [], homeIds: [] })).toBe(false)
  })
})

test('names role, place and day', async () => {
  const leader = await as('campus-leader')
  const held = leader.principal!.roles.find(({ role }) => role === 'campus-leader')!
  const home = story.everybody.find(
    ({ id, memberships }) =>
      id !== leader.principal!.personId && memberships.some((one) => one.isHome && one.nodeId === held.nodeId),
  )!
  const told = await why.call(services, leader, { noun: 'Person', id: home.id })
  const node = Object.values(story.nodes).find(({ id }) => id === held.nodeId)!
  expect(told.acts[0]).toMatchObject({
    action: 'read',
    allowed: true,
    reasons: [
      {
        kind: 'role',
        role: 'campus-leader',
        place: { id: node.id, name: node.name },
        startsAt: held.startsAt,
        word: 'full',
      },
    ],
  })
  expect((await person.call(services, leader, { id: home.id })).id).toBe(home.id)
})

test('an act that is refused says whose it is', async () => {
  const told = await why.call(services, await as('small-group-member'), {
    noun: 'OutgoingMail',
    id: null,
    action: 'read',
  })
  expect(told).toEqual({
    seen: false,
    acts: [{ action: 'read', allowed: false, reasons: [], given: ['national-director', 'national-administrator'] }],
  })
})
