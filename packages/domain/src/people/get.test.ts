import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { get } from './get.ts'
import { giveConsent } from './give-consent.ts'
import { joinNode } from './join-node.ts'
import { me } from './me.ts'
import { withdrawConsent } from './withdraw-consent.ts'

const { services, as, callerOf, clock } = await createWorld()
const { nodes, people } = story
const ruth = await as('campus-leader')
const look = (caller: Caller, id: string) => get.call(services, caller, { id })
const notFound = expect.objectContaining({ kind: 'NotFound' }) as Error

test('shows a person with home, states and all fields to whoever leads there', async () => {
  const kwame = await look(ruth, people.kwame.id)
  expect(kwame).toMatchObject({
    state: 'member',
    home: { id: nodes.mustardSeed.id, name: 'Mustard Seed' },
    fields: {
      name: 'Kwame Boateng',
      courseOfStudy: 'Civil Engineering',
      gender: 'male',
      expectedGraduation: '2027-11',
    },
    memberships: [
      {
        node: { name: 'Mustard Seed' },
        isHome: true,
        joinedOn: '2024-01-22',
        leftOn: null,
        states: [
          { state: 'visitor', since: '2024-01-22' },
          { state: 'member', since: '2024-03-04' },
        ],
      },
    ],
  })
  expect(kwame.acts).toEqual(expect.arrayContaining(['update', 'archive', 'change-home']))
  expect(kwame.editable).toContain('birthDate')
})

test('an administrator may change contact data, not the rest', async () => {
  const kwame = await look(await as('campus-administrator'), people.kwame.id)
  expect(kwame.fields).toHaveProperty('gender', 'male')
  expect(kwame.editable).toEqual(expect.arrayContaining(['name', 'phones', 'expectedGraduation']))
  // Kwame leads a group; what opens his account is not the administrator's to change.
  expect(kwame.editable).not.toContain('emails')
  expect((await look(await as('campus-administrator'), people.dennis.id)).editable).toContain('emails')
  expect(kwame.editable).not.toContain('birthDate')
  expect(kwame.acts).toContain('change-state')
  expect(kwame.acts).not.toContain('archive')
})

test('a fellow member sees the line of the group’s list: no gender, no studies, no consents', async () => {
  const kwame = await look(await as('small-group-member'), people.kwame.id)
  expect(Object.keys(kwame.fields).sort()).toEqual(['emails', 'name', 'phones', 'preferredName', 'sortName'])
  expect(kwame).not.toHaveProperty('consents')
  expect(kwame).not.toHaveProperty('doNotContact')
  expect(kwame).toMatchObject({ memberships: [], editable: [], acts: [] })
  for (const field of ['state', 'home', 'version', 'createdAt', 'updatedAt']) expect(kwame).not.toHaveProperty(field)
})

test('oneself sees everything and may change all but the name', async () => {
  const caller = await as('small-group-member')
  const own = await me.call(services, caller, undefined)
  expect(own.id).toBe(people.minh.id)
  expect(own.fields).toHaveProperty('birthDate', '2006-05')
  expect(own.editable).toEqual(expect.arrayContaining(['emails', 'birthDate', 'preferredName']))
  expect(own.acts).toEqual(expect.arrayContaining(['renew-consent', 'lift-do-not-contact']))
  expect(own).toMatchObject({ state: 'member', version: expect.any(Number) as number })
  expect(own.editable).not.toContain('name')
  expect(await look(caller, people.minh.id)).toEqual(own)
})

test('who isn’t in reach isn’t there', async () => {
  await expect(look(ruth, people.lucia.id)).rejects.toThrow(notFound)
  await expect(look(ruth, people.yaw.id)).rejects.toThrow(notFound)
  await expect(look(await as('small-group-member'), people.ruth.id)).rejects.toThrow(notFound)
  await expect(look(await as('board-member'), people.kwame.id)).rejects.toThrow(notFound)
  await expect(look(ruth, nodes.kilima.id)).rejects.toThrow(notFound)
})

test('a further membership lets its leaders read, and shows them only their side', async () => {
  const regional = await as('regional-director')
  const cousin = await callerOf(story.furtherAccounts.siblingCampusAdministrator.accountId)
  await expect(look(cousin, people.kwame.id)).rejects.toThrow(notFound)
  await joinNode.call(services, regional, { id: people.kwame.id, nodeId: nodes.mtoni.id })
  const kwame = await look(cousin, people.kwame.id)
  expect(kwame.memberships.map(({ node }) => node?.name)).toEqual(['Mtoni Polytechnic'])
  expect(kwame).toMatchObject({ home: null, editable: [] })
})

test('gives the latest word of each consent, and the history', async () => {
  const wish = { id: people.haeun.id, channel: 'email', purpose: 'newsletter' } as const
  await giveConsent.call(services, ruth, { ...wish, source: 'paper form' })
  clock.set(new Date(clock.now().getTime() + 1000)) // acts of one instant have no order
  await withdrawConsent.call(services, ruth, { ...wish, source: 'phone call' })
  await giveConsent.call(services, ruth, { ...wish, channel: 'sms', source: 'paper form' })
  const { consents, consentHistory } = await look(ruth, people.haeun.id)
  const newsletter = consents!.filter(({ purpose }) => purpose === 'newsletter')
  expect(newsletter).toMatchObject([
    { channel: 'email', given: false, source: 'phone call' },
    { channel: 'sms', given: true },
  ])
  expect(consentHistory!.filter(({ purpose }) => purpose === 'newsletter')).toHaveLength(3)
})

test('takes three statements at most', async () => {
  const before = services.db.statements()
  await look(ruth, people.kwame.id)
  expect(services.db.statements() - before - 2).toBeLessThanOrEqual(3)
})
