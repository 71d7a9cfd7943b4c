/** What somebody tries who means ill, or has a right to less than the whole. Source: PPL-5, PPL-1, ACS-2, ACS-3. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import { systemCaller } from '../../acting.ts'
import type { Caller } from '../../context.ts'
import { open } from '../../files/open.ts'
import { plainPhoto } from '../../files/testing/samples.ts'
import { upload } from '../../files/upload.ts'
import { testFiles } from '../../test-files.ts'
import { testLinks } from '../../test-links.ts'
import { createWorld } from '../../test-world.ts'
import { create } from '../create.ts'
import { defineField } from '../fields/define-field.ts'
import { get } from '../get.ts'
import { giveConsent } from '../give-consent.ts'
import { joinNode } from '../join-node.ts'
import { personFiles } from '../photo/person-photo.ts'
import { setPhoto } from '../photo/set-photo.ts'
import { update } from '../update.ts'
import { withdrawConsent } from '../withdraw-consent.ts'
import type { Choice } from './duplicates.schema.ts'
import { merge } from './merge.ts'
import { pair } from './pair.ts'
import { sweep } from './sweep.ts'
import { unmerge } from './unmerge.ts'

const { services, owner, as, callerOf, clock } = await createWorld({
  personLinks: testLinks,
  files: testFiles([personFiles]),
})
const { nodes, accounts } = story
const leader = await as('campus-leader')
const director = await as('national-director')
const regional = await as('regional-director')
const campus = nodes.mustardSeed.scopeIds.at(-2)!
const tick = () => clock.set(new Date(clock.now().getTime() + 1000))
let made = 0
async function somebody(more: object = {}, nodeId: string = nodes.mustardSeed.id) {
  tick()
  const input = { name: `Thabo Trial${(made += 1)}`, home: { nodeId }, force: true, ...more }
  return (await create.call(services, director, input)).id!
}
const versionOf = async (id: string) =>
  (await owner.query<{ version: number }>('select version from person where id = $1', [id])).rows[0]!.version
async function merging(survivorId: string, mergedId: string, choices: Record<string, Choice> = {}, caller = leader) {
  tick()
  const versions = { survivor: await versionOf(survivorId), merged: await versionOf(mergedId) }
  return (await merge.call(services, caller, { survivorId, mergedId, versions, choices })).mergeId
}
const undoing = (id: string, caller: Caller = leader) => {
  tick()
  return unmerge.call(services, caller, { id })
}
const rule = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code }) as Error

test('of somebody who is seen only as a line of a group’s list, entry tells nobody whether a guess is right', async () => {
  const secret = { birthDate: '1999-03-04', phones: ['+254711222333'] }
  const hidden = await somebody({ name: 'Palesa Unlikely', ...secret }, nodes.anchor.id)
  await owner.query(`update person set listed_in_group = true where id = $1`, [hidden])
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'small-group-member', $3, now() - interval '1 year')`,
    [newId(), accounts['campus-leader'].personId, nodes.anchor.id],
  )
  const both = await callerOf(accounts['campus-leader'].accountId)
  expect(await get.call(services, both, { id: hidden })).not.toHaveProperty('version')
  const movementId = nodes.lighthouse.id
  await sweep.call(services, systemCaller([movementId], 'workflow:test'), { movementId, take: 1000 })
  tick()
  const guess = { name: 'Palesa Unlikely', ...secret, home: { nodeId: nodes.mustardSeed.id } }
  expect((await create.call(services, both, guess)).possibleDuplicates).toEqual([])
})

describe('a merge across places', () => {
  test('is taken back by nobody who cares for one of them alone', async () => {
    const [survivor, merged] = [await somebody(), await somebody({}, nodes.anchor.id)]
    const id = await merging(survivor, merged, {}, director)
    await expect(undoing(id)).rejects.toThrow(rule('people.unmerge.not-wholly'))
    await expect(undoing(id, director)).resolves.toMatchObject({ mergedId: merged })
  })

  test('is not taken back into a place that is closed', async () => {
    const [survivor, merged] = [await somebody(), await somebody({}, nodes.emmaus.id)]
    const id = await merging(survivor, merged)
    await owner.query(`update membership set left_on = current_date where person_id = $1 and node_id = $2`, [
      survivor,
      nodes.emmaus.id,
    ])
    await owner.query(`update org_node set state = 'closed' where id = $1`, [nodes.emmaus.id])
    await expect(undoing(id)).rejects.toThrow(rule('people.unmerge.node-closed'))
    await owner.query(`update org_node set state = 'active' where id = $1`, [nodes.emmaus.id])
    await expect(undoing(id)).resolves.toMatchObject({ mergedId: merged })
  })
})

describe('words of one’s own', () => {
  const write = async (id: string, custom: object) =>
    update.call(services, director, { id, version: await versionOf(id), fields: {}, custom: custom as never })
  const valuesOf = async (id: string) =>
    Object.fromEntries((await get.call(services, leader, { id })).custom.map(({ field, value }) => [field.id, value]))

  test('are shown side by side, chosen one by one, and come back', async () => {
    const admin = await as('campus-administrator')
    const define = async (label: string, more: object = {}) =>
      (await defineField.call(services, admin, { nodeId: campus, label, kind: 'text', ...more })).id
    const [hall, shirt, note] = [await define('Hall'), await define('Shirt'), await define('Diet')]
    const serves = await define('Serves', { kind: 'several-of', options: [{ label: 'Choir' }, { label: 'Door' }] })
    const [survivor, merged] = [await somebody(), await somebody({}, nodes.emmaus.id)]
    await write(survivor, { [hall]: 'North', [serves]: ['choir'], [note]: 'None' })
    await write(merged, { [hall]: 'South', [serves]: ['door'], [shirt]: 'L' })

    const { fields } = await pair.call(services, leader, { firstId: survivor, secondId: merged })
    const shown = Object.fromEntries(fields.map((row) => [row.custom?.label ?? row.field, row]))
    expect(shown['Hall']).toMatchObject({ first: 'North', second: 'South', choice: 'survivor', list: false })
    expect(shown['Shirt']).toMatchObject({ first: null, second: 'L', choice: 'merged' })
    expect(shown['Serves']).toMatchObject({ first: ['choir'], second: ['door'], choice: 'both', list: true })

    const id = await merging(survivor, merged, { [`custom.${hall}`]: 'merged', [`custom.${note}`]: 'merged' })
    expect(await valuesOf(survivor)).toMatchObject({
      ...{ [hall]: 'South', [shirt]: 'L', [serves]: ['choir', 'door'], [note]: null },
    })
    const { rows } = await owner.query<{ personal_after: object }>(
      `select personal_after from audit_entry where action = 'people.merge' and subject_id = $1 and person_id = $1`,
      [survivor],
    )
    expect(rows[0]!.personal_after).toMatchObject({ [`custom.${hall}`]: 'South' })
    expect(rows[0]!.personal_after).not.toHaveProperty('custom')
    await write(survivor, { [shirt]: 'XL' })
    expect((await undoing(id)).kept).toEqual([`custom.${shirt}`])
    expect(await valuesOf(survivor)).toMatchObject({
      [hall]: 'North',
      [shirt]: 'XL',
      [serves]: ['choir'],
      [note]: 'None',
    })
    expect(await valuesOf(merged)).toMatchObject({ [hall]: 'South', [shirt]: 'L', [serves]: ['door'] })
  })

  test('that hold where one of the two belongs go before a value that is only kept', async () => {
    const field = (await defineField.call(services, director, { nodeId: nodes.emmaus.id, label: 'Room', kind: 'text' }))
      .id
    const [survivor, merged] = [await somebody(), await somebody({}, nodes.emmaus.id)]
    await write(merged, { [field]: 'Twelve' })
    await owner.query(`update person set custom = jsonb_build_object($2::text, 'Old') where id = $1`, [survivor, field])
    await merging(survivor, merged)
    expect(await valuesOf(survivor)).toMatchObject({ [field]: 'Twelve' })
  })
})

describe('photos', () => {
  const photos = { channel: 'email', purpose: 'photos', source: 'Said so' } as const
  async function withPhoto(id: string) {
    tick()
    const file = { name: 'me.jpg', content: await plainPhoto(80 + made, 80 + made), square: true }
    const fileId = (await upload.call(services, leader, file)).id
    tick()
    await setPhoto.call(services, leader, { id, fileId, consent: 'Told me' })
    return fileId
  }
  const photoOf = async (id: string) => (await get.call(services, leader, { id })).photoId
  const opening = (id: string) => open.call(services, leader, { id })

  test('don’t come along against a no, are seen by nobody meanwhile, and come back', async () => {
    const [survivor, merged] = [await somebody(), await somebody()]
    const fileId = await withPhoto(merged)
    tick()
    await withdrawConsent.call(services, leader, { id: survivor, ...photos })
    const id = await merging(survivor, merged)
    expect(await photoOf(survivor)).toBeNull()
    await expect(opening(fileId)).rejects.toMatchObject({ kind: 'NotFound' })
    await undoing(id)
    expect(await photoOf(merged)).toBe(fileId)
    await expect(opening(fileId)).resolves.toMatchObject({ id: fileId })
  })

  test('that were taken away since stay away', async () => {
    const [survivor, merged] = [await somebody(), await somebody()]
    const fileId = await withPhoto(merged)
    const id = await merging(survivor, merged)
    expect(await photoOf(survivor)).toBe(fileId)
    tick()
    await withdrawConsent.call(services, leader, { id: survivor, ...photos })
    expect(await photoOf(survivor)).toBeNull()
    await undoing(id)
    expect([await photoOf(survivor), await photoOf(merged)]).toEqual([null, null])
  })

  test('of two, one is shown; the other is seen by nobody until they are two again', async () => {
    const [survivor, merged] = [await somebody(), await somebody()]
    const [mine, theirs] = [await withPhoto(survivor), await withPhoto(merged)]
    const id = await merging(survivor, merged, { photo: 'merged' })
    expect(await photoOf(survivor)).toBe(theirs)
    await expect(opening(mine)).rejects.toMatchObject({ kind: 'NotFound' })
    await undoing(id)
    expect([await photoOf(survivor), await photoOf(merged)]).toEqual([mine, theirs])
  })

  test('against a no through another channel are set by nobody who can’t take it back', async () => {
    const id = await somebody()
    tick()
    await withdrawConsent.call(services, leader, { id, ...photos })
    const admin = await as('campus-administrator')
    tick()
    const file = { name: 'me.jpg', content: await plainPhoto(50, 50), square: true }
    const fileId = (await upload.call(services, admin, file)).id
    const setting = { id, fileId, consent: 'Told me' }
    await expect(setPhoto.call(services, admin, setting)).rejects.toMatchObject({ kind: 'NotAllowed' })
    expect(await photoOf(id)).toBeNull()
  })
})

test('what can’t be done one way round is proposed the other', async () => {
  const [one, other] = [await somebody(), await somebody()]
  await owner.query(
    `insert into approval_case (id, kind, noun, node_id, person_id, payload, payload_hash, summary, excluded_ids, definition, submitted_at, state)
     values ($1, 'expense', 'Expense', $2, $3, '{}', repeat('0', 64), '{}', array[$3]::uuid[], '{}', now(), 'open')`,
    [newId(), nodes.mustardSeed.id, other],
  )
  const shown = await pair.call(services, leader, { firstId: one, secondId: other })
  expect(shown).toMatchObject({ survivorId: other, obstacles: [], mayMerge: true })
})

test('chains come apart in the order in which they were made, and everybody is as before', async () => {
  const three = [await somebody({ emails: ['a@c.org'] }), await somebody({ emails: ['b@c.org'] }, nodes.emmaus.id)]
  three.push(await somebody({ emails: ['c@c.org'] }, nodes.anchor.id))
  const [a, b, c] = three as [string, string, string]
  await joinNode.call(services, director, { id: a, nodeId: nodes.emmaus.id })
  await giveConsent.call(services, director, { id: a, channel: 'sms', purpose: 'ministry', source: 'form' })
  const picture = async () => {
    const { rows } = await owner.query(
      `select p.id, p.emails, p.home_ids, p.scope_ids,
              (select jsonb_agg(jsonb_build_array(m.node_id, m.is_home, m.left_on) order by m.id) from membership m where m.person_id = p.id) as places,
              (select count(*)::int from consent w where w.person_id = p.id) as words
         from person p where p.id = any ($1) order by p.id`,
      [three],
    )
    return rows
  }
  const before = await picture()
  const [first, second] = [await merging(b, a, {}, director), await merging(c, b, {}, director)]
  expect((await get.call(services, director, { id: a })).id).toBe(c)
  await expect(undoing(first, director)).rejects.toThrow()
  await undoing(second, director)
  expect((await get.call(services, director, { id: a })).id).toBe(b)
  await undoing(first, regional).catch(() => undoing(first, director))
  expect(await picture()).toEqual(before)
})
