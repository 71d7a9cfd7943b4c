/** What somebody who means ill sends to people: an answer, or one of the product's own refusals, and never more than is theirs. Source: ACS-3. */
import { MinistryError } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { encodeCursor } from '@ministry/kernel/page'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import { giveConsent } from './give-consent.ts'
import { joinNode } from './join-node.ts'
import { list } from './list.ts'
import { search } from './search.ts'
import { update } from './update.ts'

const { services, as } = await createWorld()
const { nodes, people } = story
const leader = await as('campus-leader')
const member = await as('small-group-member')
/** What the act gives, or the kind of its refusal; anything else is a defect. */
const answered = <T>(act: Promise<T>): Promise<T | string> =>
  act.catch((error: unknown) => {
    if (error instanceof MinistryError) return error.kind
    throw error
  })

const nasty = fc.constantFrom(
  "'; drop table person; --",
  '%',
  '_%_',
  '\\',
  '(((((',
  '&|!:*<->',
  '\u0000',
  '\uD800',
  '\u202E\u200B',
  '*'.repeat(200),
  'á'.repeat(200),
  '👩‍👩‍👧'.repeat(20),
  '{{7*7}}',
  '+254 710 000 011',
  'a@b',
  '@',
  '00000000000',
)
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 200 }))

test('whatever is searched for is looked up or refused, and shows only who may be seen', async () => {
  const mine = new Set(
    (await list.call(services, leader, { nodeId: nodes.kilima.id, take: 200 })).rows.map(({ id }) => id),
  )
  await fc.assert(
    fc.asyncProperty(text, async (term) => {
      const found = await answered(search.call(services, leader, { nodeId: nodes.kilima.id, term, take: 200 }))
      if (typeof found === 'string') expect(found).toBe('InvalidInput')
      else for (const { id, state } of found.rows) expect(mine.has(id) || state === 'archived').toBe(true)
    }),
    { numRuns: 40 },
  )
}, 60_000)

test('forged ends of pages show nothing that a page wouldn’t', async () => {
  const whole = (await list.call(services, member, { nodeId: nodes.mustardSeed.id, take: 200 })).rows.map(
    ({ id }) => id,
  )
  const key = fc.oneof(text, fc.integer(), fc.constant(null), fc.constant(newId(services.clock.now())))
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 3 }), async (keys) => {
      const after = encodeCursor(keys.map((one) => (typeof one === 'string' ? one.toWellFormed() : one)))
      const page = await answered(
        list.call(services, member, { nodeId: nodes.mustardSeed.id, take: 200, after: after.slice(0, 1000) }),
      )
      if (typeof page === 'string') expect(page).toBe('InvalidInput')
      else for (const { id } of page.rows) expect(whole).toContain(id)
    }),
    { numRuns: 40 },
  )
}, 60_000)

test('whatever is written into a person is kept or refused', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (name, other) => {
      const made = await answered(
        create.call(services, leader, {
          name,
          preferredName: other,
          city: other,
          home: { nodeId: nodes.kilima.id },
          force: true,
        }),
      )
      if (typeof made === 'string') expect(made).toBe('InvalidInput')
      else expect((await get.call(services, leader, { id: made.id! })).fields['name']).toBe(name.trim())
    }),
    { numRuns: 40 },
  )
}, 60_000)

test('who is elsewhere and who is nowhere are answered alike, by every act', async () => {
  const nobody = newId(services.clock.now())
  const acts = [
    (id: string) => get.call(services, leader, { id }),
    (id: string) => update.call(services, leader, { id, version: 1, fields: { city: 'X' } }),
    (id: string) => joinNode.call(services, leader, { id, nodeId: nodes.emmaus.id }),
    (id: string) => giveConsent.call(services, leader, { id, channel: 'email', purpose: 'newsletter', source: 'form' }),
  ]
  for (const act of acts) {
    const told = async (id: string) => {
      const error = await act(id).then(
        () => undefined,
        (thrown: unknown) => thrown as MinistryError,
      )
      return { kind: error?.kind, code: error?.code, values: error?.values, message: error?.message }
    }
    expect(await told(people.lucia.id)).toEqual(await told(nobody))
    expect((await told(nobody)).kind).toBe('NotFound')
  }
})
