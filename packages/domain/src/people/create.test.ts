import { abilityOf } from '@ministry/access'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import * as z from 'zod'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { mutation } from '../verb.ts'
import { archive } from './archive.ts'
import { createMany } from './create-many.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { personInput } from './people.schema.ts'

const { services, owner, as } = await createWorld()
const { nodes, people } = story
const admin = await as('campus-administrator')
const home = { nodeId: nodes.mustardSeed.id }
type Input = Parameters<typeof create.call>[2]
const make = (input: Input, caller: Caller = admin) => create.call(services, caller, input)
const rule = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code }) as Error
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const countOf = async (id: string) => (await owner.query(`select from person where id = $1`, [id])).rowCount

test('makes a person whom the group’s list shows at once', async () => {
  const before = (await list.call(services, admin, { nodeId: nodes.kilima.id })).total
  const { id } = await make({ name: 'Wanjiku Ndegwa', emails: ['WANJIKU@example.org'], phones: ['0722 123456'], home })
  const person = await get.call(services, admin, { id: id! })
  expect(person).toMatchObject({
    state: 'visitor',
    home: { name: 'Mustard Seed' },
    fields: { name: 'Wanjiku Ndegwa', emails: ['wanjiku@example.org'], phones: ['+254722123456'] },
    memberships: [{ isHome: true, joinedOn: story.day, states: [{ state: 'visitor', since: story.day }] }],
  })
  const { rows, total } = await list.call(services, admin, { nodeId: nodes.kilima.id, take: 200 })
  expect(total).toBe(before + 1)
  expect(rows.map((row) => row.id)).toContain(id)
})

test('leaves an audit entry whose personal values are keyed by the person', async () => {
  const { id } = await make({
    name: 'Otieno Odhiambo',
    city: 'Kisumu',
    home,
    consents: [{ channel: 'email', purpose: 'group-list', given: true, source: 'paper form' }],
  })
  const { rows } = await owner.query(`select * from audit_entry where subject_id = $1`, [id])
  expect(rows).toMatchObject([
    {
      action: 'people.create',
      actor_person_id: people.faith.id,
      actor_kind: 'person',
      noun: 'Person',
      node_id: nodes.mustardSeed.id,
      person_id: id,
      personal_before: null,
      personal_after: { name: 'Otieno Odhiambo', city: 'Kisumu' },
      request_id: admin.request.id,
    },
  ])
  expect(JSON.stringify(rows[0].after)).not.toContain('Otieno')
  const person = await get.call(services, admin, { id: id! })
  expect(person.fields).toMatchObject({ listedInGroup: true })
  expect(person.consents).toMatchObject([{ purpose: 'group-list', given: true }])
})

test('names who is alike, within one’s own scope, and goes on when told', async () => {
  const alike = { name: 'Kwame Boateng', emails: ['kwame.boateng@example.org'], home: { nodeId: nodes.emmaus.id } }
  expect(await make(alike)).toMatchObject({
    id: null,
    possibleDuplicates: [{ id: people.kwame.id, name: 'Kwame Boateng', by: 'email' }],
  })
  expect(await make({ name: 'kwamé boateng', home: { nodeId: nodes.emmaus.id } })).toMatchObject({
    id: null,
    possibleDuplicates: [{ by: 'name' }],
  })
  const { id } = await make({ ...alike, force: true })
  expect(await countOf(id!)).toBe(1)
})

test('does not tell of somebody who is out of reach', async () => {
  const { id, possibleDuplicates } = await make({ name: people.lucia.name, emails: people.lucia.emails!, home })
  expect(possibleDuplicates).toEqual([])
  expect(id).not.toBeNull()
})

test('takes wishes only from who may note them, one by one and in sets', async () => {
  const consents = [{ channel: 'email', purpose: 'newsletter', given: true, source: 'paper form' }] as const
  const { id } = await make({ name: 'Wished For', home, consents: [...consents], doNotContact: true })
  expect(await get.call(services, admin, { id: id! })).toMatchObject({
    consents: [{ purpose: 'newsletter', given: true }],
    fields: { doNotContact: true },
  })
  // The same administrator, but for the one act.
  const without = (act: string) =>
    mutation({
      name: 'people.create',
      permission: { action: 'create', noun: 'Person' },
      input: z.array(personInput),
      output: z.array(z.string()),
      run: ({ ...ctx }, rows) => {
        const rights = ctx.rights.map((right) => ({ ...right, actions: right.actions.filter((name) => name !== act) }))
        return createMany({ ...ctx, rights, ability: abilityOf(rights, ctx.principal) }, rows)
      },
    })
  const row = { name: 'Unwished', home: { ...home, state: 'member', joinedOn: '2025-01-13' } } as const
  const yes = { ...row, consents: [...consents] }
  const no = { ...row, consents: [{ ...consents[0], given: false }] }
  for (const [act, wishing] of [
    ['give-consent', yes],
    ['withdraw-consent', no],
    ['set-do-not-contact', { ...row, doNotContact: true }],
  ] as const) {
    const attempt = without(act).call(services, admin, [row, wishing])
    await expect(attempt, act).rejects.toThrow(
      expect.objectContaining({
        kind: 'NotAllowed',
        values: expect.objectContaining({ action: act, row: 1 }) as object,
      }),
    )
    expect(await without(act).call(services, admin, [row])).toHaveLength(1)
  }
})

test('stays within the caller’s reach', async () => {
  await expect(make({ name: 'Somebody', home: { nodeId: nodes.bahari.id } })).rejects.toThrow(kind('NotFound'))
  await expect(make({ name: 'Somebody', home: { nodeId: nodes.highlands.id } })).rejects.toThrow(kind('NotAllowed'))
  await expect(make({ name: 'Somebody', home }, await as('small-group-member'))).rejects.toThrow(kind('NotAllowed'))
})

test.each([
  ['people.create.node-closed', { home: { nodeId: nodes.thursdayLunch.id } }],
  ['people.create.joined-in-future', { home: { ...home, joinedOn: '2999-01-01' } }],
  ['people.create.born-in-future', { home, birthDate: '2999' }],
])('holds to %s', async (code, input) => {
  await expect(make({ name: 'Somebody', ...input })).rejects.toThrow(rule(code))
})

test('names the field that it can’t read', async () => {
  for (const name of [' ', '\u200B\u2060', '\u202E\uFEFF', '\u0301'])
    await expect(make({ name, home })).rejects.toThrow(kind('InvalidInput'))
  await expect(make({ name: 'Somebody', phones: ['at home'], home })).rejects.toThrow(
    expect.objectContaining({ issues: [{ path: 'phones.0', message: 'people.phone' }] }),
  )
  await expect(make({ name: 'Somebody', birthDate: '2004-02-31', home })).rejects.toThrow(kind('InvalidInput'))
})

test('the archive of a person is a leader’s act', async () => {
  await expect(archive.call(services, admin, { id: people.kwame.id })).rejects.toThrow(kind('NotAllowed'))
})
