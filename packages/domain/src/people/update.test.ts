import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { get } from './get.ts'
import { me } from './me.ts'
import type { SomeFields } from './people.schema.ts'
import { update } from './update.ts'

const { services, owner, as } = await createWorld()
const { people } = story
const admin = await as('campus-administrator')
const leader = await as('campus-leader')
const change = async (caller: Caller, id: string, fields: SomeFields, version?: number) =>
  update.call(services, caller, { id, fields, version: version ?? (await get.call(services, caller, { id })).version! })
const rule = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code }) as Error
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const entriesOf = async (id: string) =>
  (await owner.query(`select * from audit_entry where subject_id = $1 order by id`, [id])).rows

test('changes what differs, and says before and after of just that', async () => {
  const { version } = await get.call(services, admin, { id: people.haeun.id })
  const result = await change(admin, people.haeun.id, { city: 'Nairobi', country: 'KE', name: people.haeun.name })
  expect(result).toEqual({ id: people.haeun.id, version: version! + 1, changed: ['city', 'country'] })
  expect((await entriesOf(people.haeun.id)).at(-1)).toMatchObject({
    action: 'people.update',
    person_id: people.haeun.id,
    personal_before: { city: null, country: null },
    personal_after: { city: 'Nairobi', country: 'KE' },
    after: { fields: ['city', 'country'] },
  })
})

test('changing nothing writes nothing', async () => {
  const before = (await entriesOf(people.haeun.id)).length
  const { version } = await get.call(services, admin, { id: people.haeun.id })
  expect(await change(admin, people.haeun.id, { name: people.haeun.name, street: null })).toEqual({
    id: people.haeun.id,
    version,
    changed: [],
  })
  expect(await entriesOf(people.haeun.id)).toHaveLength(before)
})

test('refuses a change on top of another', async () => {
  const { version } = await get.call(services, admin, { id: people.minh.id })
  await change(admin, people.minh.id, { city: 'Thika' }, version)
  await expect(change(admin, people.minh.id, { city: 'Embu' }, version)).rejects.toThrow(
    expect.objectContaining({ kind: 'Conflict', code: 'people.update.changed-meanwhile' }),
  )
  expect((await get.call(services, admin, { id: people.minh.id })).fields).toHaveProperty('city', 'Thika')
})

test('a new name is found and sorted by at once', async () => {
  await change(leader, people.naledi.id, { name: 'Zanele Mokoena' })
  const { rows } = await owner.query(
    `select p.sort_name, p.search, (select array_agg(distinct s.sort_name) from person_scope s where s.person_id = p.id) listed from person p where id = $1`,
    [people.naledi.id],
  )
  expect(rows).toEqual([{ sort_name: 'zanele mokoena', search: 'zanele mokoena', listed: ['zanele mokoena'] }])
  await change(leader, people.naledi.id, { sortName: 'Mokoena, Zanele' })
  expect((await get.call(services, leader, { id: people.naledi.id })).fields).toMatchObject({
    name: 'Zanele Mokoena',
    sortName: 'mokoena, zanele',
  })
})

test('only permitted fields: an administrator has contact data, a leader all, oneself all but the name', async () => {
  await expect(change(admin, people.joy.id, { birthDate: '2004' })).rejects.toThrow(kind('NotAllowed'))
  await expect(change(admin, people.joy.id, { gender: null, city: 'Nakuru' })).rejects.toThrow(kind('NotAllowed'))
  await change(leader, people.joy.id, { birthDate: '2004' })
  const member = await as('small-group-member')
  const own = await me.call(services, member, undefined)
  await change(member, own.id, { preferredName: 'Minh', birthDate: '2006-05-04', phones: ['+254733000001'] })
  await expect(change(member, own.id, { name: 'Another Name' })).rejects.toThrow(kind('NotAllowed'))
})

test('nobody out of reach, and nobody whose home is elsewhere', async () => {
  await expect(change(admin, people.lucia.id, { city: 'X' }, 1)).rejects.toThrow(kind('NotFound'))
  // Felix is a guest at Kilima; his home is on the coast.
  await expect(change(leader, people.felix.id, { city: 'X' })).rejects.toThrow(kind('NotAllowed'))
  await expect(change(await as('small-group-member'), people.kwame.id, { city: 'X' }, 1)).rejects.toThrow(
    kind('NotAllowed'),
  )
})

test('the e-mail address of somebody who stands higher is out of bounds', async () => {
  const code = 'people.update.email-of-higher-role'
  await expect(change(admin, people.ruth.id, { emails: ['mine@example.org'] })).rejects.toThrow(rule(code))
  await change(admin, people.ruth.id, { city: 'Kilima' })
  // A cell leader below the campus: who could give that seat may, an administrator may not.
  await expect(change(admin, people.kwame.id, { emails: ['mine@example.org'] })).rejects.toThrow(rule(code))
  await change(leader, people.kwame.id, { emails: ['kwame@example.org'] })
  await change(leader, people.faith.id, { emails: ['faith@example.org'] }) // the leader, of the administrator
  await change(leader, people.ruth.id, { emails: ['ruth@example.org'] }) // one's own
  // Wherever the higher seat is: a member of this campus who sits on the national staff.
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values (gen_random_uuid(), $1, 'national-administrator', $2, '2024-01-01')`,
    [people.collins.id, story.nodes.lighthouse.id],
  )
  await expect(change(leader, people.collins.id, { emails: ['mine@example.org'] })).rejects.toThrow(rule(code))
})

test('keeps e-mails and phones normal', async () => {
  await change(admin, people.dennis.id, {
    emails: ['  Dennis@Example.org', 'dennis@example.org'],
    phones: ['0733-555 123'],
  })
  expect((await get.call(services, admin, { id: people.dennis.id })).fields).toMatchObject({
    emails: ['dennis@example.org'],
    phones: ['+254733555123'],
  })
  await expect(change(admin, people.dennis.id, { birthDate: '2999' })).rejects.toThrow(kind('NotAllowed'))
  await expect(change(leader, people.dennis.id, { birthDate: '2999' })).rejects.toThrow(
    rule('people.update.born-in-future'),
  )
})
