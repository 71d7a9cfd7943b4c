import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../../context.ts'
import { get as auditGet } from '../../audit/get.ts'
import { createWorld } from '../../test-world.ts'
import { create } from '../create.ts'
import { get } from '../get.ts'
import { me } from '../me.ts'
import type { CustomChange, CustomValue } from '../people.schema.ts'
import { createTag } from '../tags/create-tag.ts'
import { restoreTag } from '../tags/restore-tag.ts'
import { retireTag } from '../tags/retire-tag.ts'
import { tagPeople } from '../tags/tag-people.ts'
import { update } from '../update.ts'
import { changeField } from './change-field.ts'
import { defineField } from './define-field.ts'
import { fields } from './fields.ts'
import { orderFields } from './order-fields.ts'
import { restoreField } from './restore-field.ts'
import { retireField } from './retire-field.ts'

const { services, owner, as, callerOf } = await createWorld()
const { people } = story
const national = await as('national-administrator')
const admin = await as('campus-administrator')
const leader = await as('campus-leader')
const campus = (
  await owner.query<{ id: string; region: string; nation: string }>(
    `select n.id, n.scope_ids[2] as region, n.scope_ids[1] as nation from org_node n
     join role_assignment a on a.node_id = n.id where a.person_id = $1 and a.role = 'campus-administrator'`,
    [story.accounts['campus-administrator'].personId],
  )
).rows[0]!

const define = async (by: Caller, nodeId: string, label: string, more: object = {}) =>
  (await defineField.call(services, by, { nodeId, label, kind: 'text', ...more })).id
const size = await define(national, campus.nation, 'T-shirt size', {
  kind: 'one-of',
  options: [{ label: 'Small' }, { label: 'Large' }],
})
const hall = await define(admin, campus.id, 'Hall of residence')
const born = await define(admin, campus.id, 'Baptised on', { kind: 'date' })
const distance = await define(admin, campus.id, 'Walks (km)', { kind: 'number' })
const serves = await define(admin, campus.id, 'Serves in', {
  kind: 'several-of',
  options: [{ label: 'Worship' }, { label: 'Prayer' }, { label: 'Welcome' }],
})
const illness = await define(admin, campus.id, 'Needs medicine', { kind: 'long-text', sensitive: true })

const write = async (by: Caller, id: string, custom: CustomChange) =>
  update.call(services, by, { id, custom, fields: {}, version: (await get.call(services, leader, { id })).version! })
const valuesFor = async (by: Caller, id: string) =>
  Object.fromEntries((await get.call(services, by, { id })).custom.map(({ field, value }) => [field.label, value]))
const refused = (path: string, message: string) =>
  expect.objectContaining({ kind: 'InvalidInput', issues: [expect.objectContaining({ path, message })] }) as Error

test('a campus has the fields of the nation and its own, in that order; another campus only the nation’s', async () => {
  const here = await fields.call(services, leader, { nodeId: campus.id })
  expect(here.fields.map(({ label }) => label)).toEqual([
    'T-shirt size',
    'Hall of residence',
    'Baptised on',
    'Walks (km)',
    'Serves in',
    'Needs medicine',
  ])
  expect(here.mayDefine).toBe(false)
  const { rows } = await owner.query<{ id: string }>(`select id from org_node where kind = 'Campus' and id <> $1`, [
    campus.id,
  ])
  const other = await fields.call(services, national, { nodeId: rows[0]!.id })
  expect(other).toMatchObject({ fields: [{ label: 'T-shirt size' }], mayDefine: true })
})

test('administrators define in their own subtree, leaders and members don’t', async () => {
  await expect(define(admin, campus.region, 'Somewhere else')).rejects.toMatchObject({ kind: 'NotAllowed' })
  await expect(define(leader, campus.id, 'Not mine')).rejects.toMatchObject({ kind: 'NotAllowed' })
  await expect(define(admin, campus.id, 't-SHIRT size')).rejects.toMatchObject({
    code: 'people.define-field.label-taken',
  })
  await expect(define(admin, campus.id, 'Empty', { kind: 'one-of' })).rejects.toMatchObject({
    code: 'people.define-field.no-options',
  })
})

test('values are kept by their kind, change the version, and are told to the audit field by field', async () => {
  const { id } = people.minh
  const { version, changed } = await write(leader, id, {
    [size]: 'large',
    [distance]: 2.5,
    [serves]: ['prayer', 'worship'],
    [illness]: 'Insulin',
  })
  expect(changed).toEqual([size, distance, serves, illness].map((field) => `custom.${field}`))
  expect(await valuesFor(leader, id)).toEqual({
    'T-shirt size': 'large',
    'Hall of residence': null,
    'Baptised on': null,
    'Walks (km)': 2.5,
    'Serves in': ['worship', 'prayer'],
    'Needs medicine': 'Insulin',
  })
  const { rows } = await owner.query(`select * from audit_entry where subject_id = $1 order by id desc limit 1`, [id])
  expect(rows[0]).toMatchObject({
    action: 'people.update',
    person_id: id,
    personal_before: { [`custom.${size}`]: null },
    personal_after: { [`custom.${size}`]: 'large', [`custom.${illness}`]: 'Insulin' },
  })
  expect(JSON.stringify([rows[0]!.before, rows[0]!.after])).not.toContain('Insulin')
  const told = await auditGet.call(services, await as('national-director'), { id: rows[0]!.id as string })
  const said = Object.fromEntries(told.differences.map(({ label, after }) => [label, after]))
  expect(said).toMatchObject({
    'T-shirt size': 'Large',
    'Serves in': ['Worship', 'Prayer'],
    'Needs medicine': 'Insulin',
  })
  expect(await write(leader, id, { [size]: 'large' })).toEqual({ id, version, changed: [] })
  expect(await write(leader, id, { [size]: null })).toMatchObject({ changed: [`custom.${size}`] })
})

test.each<[string, string, CustomValue | null, string]>([
  ['a word for a number', distance, 'far', 'number'],
  ['a day that isn’t', born, '2026-02-30', 'date'],
  ['an answer that isn’t offered', size, 'huge', 'option'],
  ['two answers to one', size, ['small', 'large'], 'option'],
  ['blanks', hall, '   ', 'text'],
])('refuses %s', async (_, field, value, problem) => {
  await expect(write(leader, people.minh.id, { [field]: value })).rejects.toThrow(
    refused(`custom.${field}`, `people.custom.${problem}`),
  )
})

test('a field of another place is no field of this person', async () => {
  const stranger = (
    await owner.query<{ id: string }>(
      `select p.id from person p where not p.scope_ids @> array[$1::uuid] and p.scope_ids @> array[$2::uuid] limit 1`,
      [campus.id, campus.nation],
    )
  ).rows[0]!
  const director = await as('national-director')
  const { version } = await get.call(services, director, stranger)
  await expect(
    update.call(services, director, { ...stranger, version: version!, fields: {}, custom: { [hall]: 'B' } }),
  ).rejects.toThrow(refused(`custom.${hall}`, 'people.custom.unknown'))
})

test('what is required can be left out by nobody who enters somebody, and isn’t erased', async () => {
  const needed = await define(admin, campus.id, 'Faculty', { required: true })
  const home = { nodeId: campus.id }
  await expect(create.call(services, admin, { name: 'Nobody Yet', home, force: true })).rejects.toThrow(
    refused(`custom.${needed}`, 'people.custom.required'),
  )
  const made = await create.call(services, admin, {
    name: 'Somebody Now',
    home,
    force: true,
    custom: { [needed]: 'Law' },
  })
  expect(await valuesFor(admin, made.id!)).toMatchObject({ Faculty: 'Law' })
  await expect(write(leader, made.id!, { [needed]: null })).rejects.toThrow(
    refused(`custom.${needed}`, 'people.custom.required'),
  )
  await retireField.call(services, admin, { id: needed })
})

test('who may not see sensitive fields of a person meets neither the field nor its value; who may not change them, doesn’t', async () => {
  const { id } = people.minh
  await write(leader, id, { [illness]: 'Insulin', [hall]: 'North' })
  await owner.query(`update person set donor = true, listed_in_group = true where id = $1`, [id])
  const finance = await as('finance-director')
  for (const seen of [await get.call(services, finance, { id })]) {
    expect(JSON.stringify(seen)).not.toMatch(/Insulin|Needs medicine|North/)
    expect(seen).toMatchObject({ custom: [], furtherTags: [] })
    expect(seen).not.toHaveProperty('tags')
  }
  // "Limited": administrators read them, and change none.
  await expect(write(admin, id, { [illness]: 'Nothing' })).rejects.toMatchObject({ kind: 'NotAllowed' })
  expect(await write(admin, id, { [hall]: 'South' })).toMatchObject({ changed: [`custom.${hall}`] })
})

test('people read what is noted of them, and don’t write it', async () => {
  const { id } = people.minh
  const account = Object.values({ ...story.accounts, ...story.furtherAccounts }).find(({ personId }) => personId === id)
  const own = account ? await callerOf(account.accountId) : await as('small-group-member')
  const mine = await me.call(services, own, undefined)
  expect(mine.editable).not.toContain('custom')
  expect(mine.editable).not.toContain('tags')
  expect(mine.editable).toContain('photo')
})

test('a retired field is nowhere, and comes back with its values', async () => {
  await write(leader, people.haeun.id, { [hall]: 'West' })
  await retireField.call(services, admin, { id: hall })
  expect(await valuesFor(leader, people.haeun.id)).not.toHaveProperty('Hall of residence')
  await expect(write(leader, people.haeun.id, { [hall]: 'East' })).rejects.toThrow(
    refused(`custom.${hall}`, 'people.custom.unknown'),
  )
  await restoreField.call(services, admin, { id: hall })
  expect(await valuesFor(leader, people.haeun.id)).toMatchObject({ 'Hall of residence': 'West' })
})

test('an answer in better words keeps its values; one that is left out stays where it is on record', async () => {
  await write(leader, people.haeun.id, { [size]: 'large' })
  const seen = (await fields.call(services, national, { nodeId: campus.nation })).fields[0]!
  const changed = { id: size, label: 'Shirt', options: [{ key: 'small', label: 'S' }, { label: 'XL' }] }
  await changeField.call(services, national, { ...changed, version: seen.version })
  const { custom } = await get.call(services, leader, people.haeun)
  expect(custom[0]).toMatchObject({
    value: 'large',
    field: {
      label: 'Shirt',
      options: [
        { key: 'small', label: 'S' },
        { key: 'xl', label: 'XL' },
        { key: 'large', label: 'Large', retired: true },
      ],
    },
  })
  await expect(write(leader, people.minh.id, { [size]: 'large' })).rejects.toThrow(
    refused(`custom.${size}`, 'people.custom.option'),
  )
  await expect(changeField.call(services, national, { ...changed, version: seen.version })).rejects.toMatchObject({
    code: 'people.change-field.changed-meanwhile',
  })
})

test('what is sensitive is made ordinary by nobody who may not change such values', async () => {
  const { fields: here } = await fields.call(services, admin, { nodeId: campus.id })
  const { version } = here.find(({ id }) => id === illness)!
  const plain = { id: illness, label: 'Needs medicine', version, sensitive: false }
  await expect(changeField.call(services, admin, plain)).rejects.toMatchObject({
    code: 'people.change-field.stays-sensitive',
  })
  const director = await as('national-director')
  await changeField.call(services, director, plain)
  await changeField.call(services, admin, { ...plain, version: version + 1, sensitive: true })
})

test('fields stand in the order that was chosen', async () => {
  await orderFields.call(services, admin, { nodeId: campus.id, ids: [illness, serves] })
  const labels = (await fields.call(services, admin, { nodeId: campus.id })).fields.map(({ id }) => id)
  expect(labels.slice(1, 3)).toEqual([illness, serves])
  await expect(orderFields.call(services, admin, { nodeId: campus.id, ids: [size] })).rejects.toMatchObject({
    kind: 'NotFound',
  })
})

test('tags go on and off one and many; who isn’t the caller’s to change is left and counted', async () => {
  const id = (await createTag.call(services, admin, { nodeId: campus.id, name: 'Choir' })).id
  await expect(createTag.call(services, admin, { nodeId: campus.id, name: 'CHOIR' })).rejects.toMatchObject({
    code: 'people.create-tag.name-taken',
  })
  const outside = (
    await owner.query<{ id: string }>(`select id from person where not scope_ids @> array[$1::uuid] limit 1`, [
      campus.id,
    ])
  ).rows[0]!.id
  const ids = [people.minh.id, people.haeun.id, outside]
  const tagged = await tagPeople.call(services, admin, { ids, add: [id] })
  expect(tagged).toEqual({ ids: ids.slice(0, 2), left: 1 })
  expect((await get.call(services, leader, people.minh)).tags).toMatchObject([{ name: 'Choir' }])
  expect(await tagPeople.call(services, admin, { ids, add: [id] })).toEqual({ ids: [], left: 1 })
  await retireTag.call(services, admin, { id })
  expect((await get.call(services, leader, people.minh)).tags).toEqual([])
  await restoreTag.call(services, admin, { id })
  await tagPeople.call(services, admin, { ids: tagged.ids, remove: [id] })
  expect((await get.call(services, leader, people.haeun)).tags).toEqual([])
})

test('the conditions that the database puts together hold for whom they should', async () => {
  await write(leader, people.minh.id, {
    [size]: 'small',
    [distance]: 12,
    [serves]: ['welcome'],
    [born]: '2020-05-01',
    [hall]: 'Höllenhall',
  })
  await write(leader, people.haeun.id, {
    [size]: null,
    [distance]: 3,
    [serves]: ['worship', 'welcome'],
    [hall]: `O'Neil %s`,
  })
  const id = (await createTag.call(services, admin, { nodeId: campus.id, name: 'Band' })).id
  await tagPeople.call(services, admin, { ids: [people.minh.id], add: [id] })
  const custom: [object, string[]][] = [
    [{ field: size, is: ['small'] }, ['minh']],
    [{ field: serves, is: ['worship', 'prayer'] }, ['haeun']],
    [{ field: serves, not: ['worship'] }, ['minh']],
    [{ field: distance, from: 3, to: 11.5 }, ['haeun']],
    [{ field: born, from: '2020-01-01' }, ['minh']],
    [{ field: hall, contains: 'hollen' }, ['minh']],
    [{ field: hall, contains: `o'neil %s` }, ['haeun']],
    [{ field: size, filled: false }, ['haeun']],
    [{ field: size, filled: true }, ['minh']],
  ]
  const tags: [object, string[]][] = [
    [{ any: [id] }, ['minh']],
    [{ none: [id] }, ['haeun']],
    [{ all: [id] }, ['minh']],
  ]
  const both = [people.minh.id, people.haeun.id]
  const names = (rows: { id: string }[]) => rows.map((row) => (row.id === people.minh.id ? 'minh' : 'haeun'))
  for (const [question, expected] of [...custom, ...tags]) {
    const text = 'field' in question ? 'custom_condition' : 'tag_condition'
    const told = (await owner.query<{ text: string }>(`select app.${text}($1) as text`, [question])).rows[0]!.text
    const found = await owner.query<{ id: string }>(`select p.id from person p where p.id = any ($1) and ${told}`, [
      both,
    ])
    expect([JSON.stringify(question), names(found.rows)]).toEqual([JSON.stringify(question), expected])
  }
})
