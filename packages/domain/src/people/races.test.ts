/** Acts on one person at one time: the second sees what the first has written. Source: PPL-2. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { archive } from './archive.ts'
import { changeHome } from './change-home.ts'
import { changeState } from './change-state.ts'
import { giveConsent } from './give-consent.ts'
import { joinNode } from './join-node.ts'
import { leaveNode } from './leave-node.ts'
import { liftDoNotContact } from './lift-do-not-contact.ts'
import { setDoNotContact } from './set-do-not-contact.ts'
import { update } from './update.ts'
import { withdrawConsent } from './withdraw-consent.ts'

const { services, owner, as } = await createWorld()
const { nodes, people } = story
const leader = await as('campus-leader')
const { id } = people.haeun
const rows = async (text: string) => (await owner.query<Record<string, unknown>>(text, [id])).rows
const entries = async (action: string) =>
  (await rows(`select id from audit_entry where person_id = $1 and action = '${action}'`)).length
/** Eight at once, as two people and a double click would send them; all must be answered well. */
const together = (act: (i: number) => Promise<unknown>) => Promise.all(Array.from({ length: 8 }, (_, i) => act(i)))

test('a state is changed once', async () => {
  await together(() => changeState.call(services, leader, { id, to: 'inactive' }))
  const states = await rows(
    `select s.state from membership_state s join membership m on m.id = s.membership_id where m.person_id = $1 and s.state = 'inactive'`,
  )
  expect(states).toHaveLength(1)
  expect(await entries('people.change-state')).toBe(1)
})

test('a consent is given once', async () => {
  await together(() =>
    giveConsent.call(services, leader, { id, channel: 'post', purpose: 'fundraising', source: 'paper form' }),
  )
  expect(await rows(`select id from consent where person_id = $1 and purpose = 'fundraising'`)).toHaveLength(1)
  expect(await entries('people.give-consent')).toBe(1)
})

test('the last word of a consent and the group list agree', async () => {
  const wish = { id, channel: 'in-app', purpose: 'group-list' } as const
  await together((i) =>
    (i % 2 ? giveConsent : withdrawConsent).call(services, leader, { ...wish, source: `word ${i}` }),
  )
  const words = await rows(
    `select given, at from consent where person_id = $1 and source like 'word %' order by at, id`,
  )
  expect(new Set(words.map(({ at }) => String((at as Date).getTime()))).size).toBe(8)
  expect(await rows(`select listed_in_group as given from person where id = $1`)).toEqual([
    { given: words.at(-1)!['given'] },
  ])
})

test('do-not-contact is set once, and lifted once', async () => {
  const open = () => rows(`select id from do_not_contact where person_id = $1 and lifted_at is null`)
  await together(() => setDoNotContact.call(services, leader, { id }))
  expect(await open()).toHaveLength(1)
  expect(await entries('people.set-do-not-contact')).toBe(1)
  await together(() => liftDoNotContact.call(services, leader, { id }))
  expect(await open()).toHaveLength(0)
  expect(await entries('people.lift-do-not-contact')).toBe(1)
})

test('a place is joined once, and left once', async () => {
  await together(() => joinNode.call(services, leader, { id, nodeId: nodes.emmaus.id }))
  const there = () =>
    rows(
      `select left_on from membership where person_id = $1 and node_id = '${nodes.emmaus.id}' order by left_on nulls last`,
    )
  expect(await there()).toHaveLength(1)
  const left = await Promise.allSettled([
    leaveNode.call(services, leader, { id, nodeId: nodes.emmaus.id }),
    leaveNode.call(services, leader, { id, nodeId: nodes.emmaus.id }),
  ])
  expect(left.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await entries('people.leave-node')).toBe(1)
})

test('a home moves once: whoever comes second is told that it is the home already', async () => {
  const moves = await Promise.allSettled(
    Array.from({ length: 6 }, () => changeHome.call(services, leader, { id, nodeId: nodes.bereans.id })),
  )
  const refused = moves.flatMap((move) => (move.status === 'rejected' ? [move.reason as object] : []))
  expect(refused).toHaveLength(5)
  for (const reason of refused) expect(reason).toMatchObject({ code: 'people.change-home.same-node' })
  expect(await rows(`select id from membership where person_id = $1 and is_home and left_on is null`)).toHaveLength(1)
})

test('homes that are asked for at once are taken one after the other', async () => {
  const to = [nodes.emmaus.id, nodes.mustardSeed.id]
  await Promise.all(to.map((nodeId) => changeHome.call(services, leader, { id, nodeId })))
  const [home, ...others] = await rows(
    `select node_id from membership where person_id = $1 and is_home and left_on is null`,
  )
  expect(others).toEqual([])
  expect(to).toContain(home!['node_id'])
})

test('an archive is one', async () => {
  await together(() => archive.call(services, leader, { id }))
  expect(await entries('people.archive')).toBe(1)
})

test('of two changes to the same fields one is told of the other', async () => {
  const [person] = await rows(`select version from person where id = $1`)
  const change = (city: string) =>
    update.call(services, leader, { id, version: person!['version'] as number, fields: { city } })
  const changes = await Promise.allSettled([change('Thika'), change('Embu')])
  expect(changes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(changes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { kind: 'Conflict', code: 'people.update.changed-meanwhile' },
  })
})
