import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { archive } from './archive.ts'
import { search } from './search.ts'

const { services, owner, as, callerOf } = await createWorld()
const { nodes, people } = story
const national = await as('national-director')
const find = (term: string, caller: Caller = national, nodeId = nodes.lighthouse.id, take = 50) =>
  search.call(services, caller, { nodeId, term, take })
const names = async (...question: Parameters<typeof find>) => (await find(...question)).rows.map(({ name }) => name)

test.each([
  ['Nunez', 'Tomás Hernández Núñez'],
  ['tomás', 'Tomás Hernández Núñez'],
  ['hernandez tomas', 'Tomás Hernández Núñez'],
  ['fernandes', 'Lucía Fernández Ibarra'],
  ['Muler', 'Zoë Müller'],
  ['zoe muler', 'Zoë Müller'],
  ['MULLER', 'Zoë Müller'],
  ['ngang', 'Peter Ng’ang’a Mwangi'],
  ["ng'ang'a", 'Peter Ng’ang’a Mwangi'],
  ['dsouza', 'Priya D’Souza'],
  ['하은', 'Kim Ha-eun'],
  ['ha-eun', 'Kim Ha-eun'],
  ['小明', '王小明'],
  ['王', '王小明'],
  ['c okonkwo', 'Chukwuemeka Okonkwo'],
  ['الخوري', 'مريم الخوري'],
  ['Emeka', 'Chukwuemeka Okonkwo'],
  ['chukwuemeca', 'Chukwuemeka Okonkwo'],
  ['kwame.boateng@Example.org', 'Kwame Boateng'],
  ['0710 000011', 'Kwame Boateng'],
  ['+254 710 000 011', 'Kwame Boateng'],
])('finds by "%s" %s', async (term, name) => {
  expect(await names(term)).toContain(name)
})

test('finds José by Jose and back', async () => {
  const id = '01900000-0000-7000-8000-00000000aaaa'
  await owner.query(
    `insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at) values ($1, 'José Ñandú', '{}', '{}', '{}', $2, now(), now())`,
    [id, nodes.kilima.id],
  )
  await owner.query(
    `insert into membership (id, person_id, node_id, is_home, state, joined_on) values (gen_random_uuid(), $1, $2, true, 'member', '2026-01-01')`,
    [id, nodes.kilima.id],
  )
  for (const term of ['Jose Nandu', 'JOSÉ', 'nandu', 'Jose Nadu', 'Josee Ñandú'])
    expect(await names(term)).toContain('José Ñandú')
})

test('puts those first whose name begins so, then by name', async () => {
  const found = await names('an')
  expect(found.length).toBeGreaterThan(0)
  for (const name of found) expect(name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()).toMatch(/(^|\s)an/)
  const beginning = await find('ruth')
  expect(beginning.rows[0]!.name.toLowerCase()).toMatch(/^ruth/)
})

test('one letter is the beginning of the list name, a sign is nothing', async () => {
  for (const name of await names('z')) expect(name).toMatch(/^Z/)
  for (const term of ['%', '_', '.', '-’']) expect(await find(term)).toEqual({ rows: [], total: 0, refine: false })
})

test('looks no further than the node, and the caller’s own reach', async () => {
  expect(await names('kwame boateng', national, nodes.coast.id)).toEqual([])
  expect(await names('fernandez ibarra', await as('campus-leader'), nodes.highlands.id)).toEqual([])
  await expect(find('a', await as('campus-leader'), nodes.coast.id)).rejects.toThrow(
    expect.objectContaining({ kind: 'NotFound' }),
  )
})

test('tells nothing of another movement', async () => {
  const other = await callerOf(story.furtherAccounts.otherMovementDirector.accountId)
  expect(await names('akua', other, nodes.harvest.id)).toContain(people.akua.name)
  expect(await names('akua')).not.toContain(people.akua.name)
  expect(await names(people.grace.name, other, nodes.harvest.id)).toEqual([])
})

test('a group member finds who is on the group’s list and nobody else', async () => {
  const member = await as('small-group-member')
  expect(await names('kwame', member, nodes.mustardSeed.id)).toEqual(['Kwame Boateng'])
  expect(await names('kwame.boateng@example.org', member, nodes.mustardSeed.id)).toEqual(['Kwame Boateng'])
  const { rows } = await owner.query<{ name: string; email: string }>(
    `select name, emails[1] as email from person where home_node_id = $1 and not listed_in_group and emails <> '{}' limit 1`,
    [nodes.mustardSeed.id],
  )
  expect(await names(rows[0]!.name, member, nodes.mustardSeed.id)).toEqual([])
  expect(await names(rows[0]!.email, member, nodes.mustardSeed.id)).toEqual([])
})

test('archived people come last', async () => {
  const leader = await as('national-director')
  const before = await names('mwangi')
  expect(before.length).toBeGreaterThan(1)
  const first = (await find('mwangi')).rows[0]!
  await archive.call(services, leader, { id: first.id })
  expect((await find('mwangi')).rows.at(-1)).toMatchObject({ id: first.id, state: 'archived' })
})

test('a fellow member does not find who is archived, nor learns of anybody’s state', async () => {
  const member = await as('small-group-member')
  const look = async () =>
    (await search.call(services, member, { nodeId: nodes.mustardSeed.id, term: people.haeun.name })).rows
  const [found] = await look()
  expect(found).toMatchObject({ id: people.haeun.id })
  expect(found).not.toHaveProperty('state')
  await archive.call(services, await as('campus-leader'), { id: people.haeun.id })
  expect(await look()).toEqual([])
})

test('says so when more fit than are looked at', async () => {
  await owner.query(`
    with made as (
      insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at)
      select gen_random_uuid(), 'Quentin ' || chr(97 + i % 26) || md5(i::text), '{}', '{}', '{}', '${nodes.bahari.id}', now(), now()
        from generate_series(1, 510) i returning id)
    select 1`)
  await owner.query(`
    insert into membership (id, person_id, node_id, is_home, state, joined_on)
    select gen_random_uuid(), id, home_node_id, true, 'member', '2026-01-01' from person where name like 'Quentin %'`)
  const { rows, total, refine } = await find('quentin', national, nodes.lighthouse.id, 20)
  expect({ shown: rows.length, total, refine }).toEqual({ shown: 20, total: 500, refine: true })
  expect(await find('kwame boateng')).toMatchObject({ total: 1, refine: false })
})

test('finds people whose names came in without triggers, by the beginnings of their words', async () => {
  await owner.query('delete from name_word')
  expect(await names('kwam boat')).toContain('Kwame Boateng')
  await owner.query('select app.rebuild_name_words()')
  expect(await names('kwamee boateng')).toContain('Kwame Boateng')
})

test('takes two statements', async () => {
  for (const term of ['kwame', 'muler', 'x', 'kwame.boateng@example.org']) {
    const before = services.db.statements()
    await find(term)
    expect(services.db.statements() - before - 2).toBe(2)
  }
})
