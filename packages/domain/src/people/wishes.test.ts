import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { get } from './get.ts'
import { giveConsent } from './give-consent.ts'
import { liftDoNotContact } from './lift-do-not-contact.ts'
import { list } from './list.ts'
import { setDoNotContact } from './set-do-not-contact.ts'
import { withdrawConsent } from './withdraw-consent.ts'

const { services, owner, as, clock } = await createWorld()
const { nodes, people } = story
const leader = await as('campus-leader')
const member = await as('small-group-member')
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
/** Acts of one instant have no order: the clock goes on between them. */
const later = () => clock.set(new Date(clock.now().getTime() + 1000))
const rowsOf = async (table: string, id: string) =>
  (await owner.query(`select * from ${table} where person_id = $1 order by id`, [id])).rows

test('the group list follows its consent, which the person gives and takes', async () => {
  const wish = { id: people.minh.id, channel: 'in-app', purpose: 'group-list', source: 'My data' } as const
  const seen = async () => {
    const { rows } = await list.call(services, await as('cell-leader'), { nodeId: nodes.mustardSeed.id })
    expect(rows.some(({ id }) => id === people.minh.id)).toBe(true)
    const { rows: flag } = await owner.query(`select listed_in_group from person where id = $1`, [people.minh.id])
    return flag[0].listed_in_group as boolean
  }
  await withdrawConsent.call(services, member, wish)
  expect(await seen()).toBe(false)
  later()
  await giveConsent.call(services, member, wish)
  await giveConsent.call(services, member, wish) // the same word twice is one
  expect(await seen()).toBe(true)
  const history = (await rowsOf('consent', people.minh.id)).filter(({ source }) => source === 'My data')
  expect(history.map(({ given, by_person }) => [given, by_person])).toEqual([
    [false, people.minh.id],
    [true, people.minh.id],
  ])
  const entries = (await rowsOf('audit_entry', people.minh.id)).map(({ action, after }) => [action, after.given])
  expect(entries).toEqual([
    ['people.withdraw-consent', false],
    ['people.give-consent', true],
  ])
})

test('do-not-contact is set and lifted, with who and when', async () => {
  await setDoNotContact.call(services, leader, { id: people.joy.id, reason: 'Asked in person' })
  await setDoNotContact.call(services, leader, { id: people.joy.id })
  const joy = await get.call(services, leader, { id: people.joy.id })
  expect(joy).toMatchObject({ doNotContact: { reason: 'Asked in person' }, fields: { doNotContact: true } })
  expect(await rowsOf('do_not_contact', people.joy.id)).toHaveLength(1)
  const { rows } = await list.call(services, leader, {
    nodeId: nodes.kilima.id,
    filter: { doNotContact: true },
    take: 200,
  })
  expect(rows.map(({ id }) => id)).toContain(people.joy.id)
  later()
  await liftDoNotContact.call(services, leader, { id: people.joy.id })
  expect(await get.call(services, leader, { id: people.joy.id })).toMatchObject({
    doNotContact: null,
    fields: { doNotContact: false },
  })
  expect(await rowsOf('do_not_contact', people.joy.id)).toMatchObject([{ lifted_by: people.ruth.id }])
  expect((await rowsOf('audit_entry', people.joy.id)).map(({ action }) => action)).toEqual([
    'people.set-do-not-contact',
    'people.lift-do-not-contact',
  ])
})

test('an administrator notes a yes and a no, and takes back none', async () => {
  const admin = await as('campus-administrator')
  const wish = { id: people.dennis.id, channel: 'email', purpose: 'newsletter', source: 'paper form' } as const
  await giveConsent.call(services, admin, wish)
  later()
  await withdrawConsent.call(services, admin, { ...wish, source: 'phone call' })
  later()
  await expect(giveConsent.call(services, admin, { ...wish, source: 'again' })).rejects.toThrow(kind('NotAllowed'))
  await giveConsent.call(services, leader, { ...wish, source: 'told me' })
  await setDoNotContact.call(services, admin, { id: people.dennis.id })
  await expect(liftDoNotContact.call(services, admin, { id: people.dennis.id })).rejects.toThrow(kind('NotAllowed'))
  expect((await get.call(services, admin, { id: people.dennis.id })).acts).toEqual(
    expect.arrayContaining(['give-consent', 'withdraw-consent', 'set-do-not-contact']),
  )
  const own = (await get.call(services, admin, { id: people.dennis.id })).acts
  expect(own).not.toContain('renew-consent')
  expect(own).not.toContain('lift-do-not-contact')
  await liftDoNotContact.call(services, leader, { id: people.dennis.id })
})

test('wishes are nobody else’s', async () => {
  const wish = { channel: 'email', purpose: 'newsletter', source: 'x' } as const
  await expect(giveConsent.call(services, leader, { id: people.lucia.id, ...wish })).rejects.toThrow(kind('NotFound'))
  await expect(giveConsent.call(services, member, { id: people.kwame.id, ...wish })).rejects.toThrow(kind('NotAllowed'))
  await expect(setDoNotContact.call(services, member, { id: people.kwame.id })).rejects.toThrow(kind('NotAllowed'))
  // Felix is a guest at Kilima: his wishes are his home's to note.
  await expect(setDoNotContact.call(services, leader, { id: people.felix.id })).rejects.toThrow(kind('NotAllowed'))
})
