/** Tree, search and node page over the story: what each sees, and how many statements it takes. Source: ORG-4. */
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { get } from './get.ts'
import { search } from './search.ts'
import { tree } from './tree.ts'

const { services, owner, as, callerOf } = await createWorld()
const { nodes } = story
const names = (found: { name: string }[]) => found.map(({ name }) => name)

describe('org.tree', () => {
  test('is the whole own movement for its director, parents first, with counts', async () => {
    const found = await tree.call(services, await as('national-director'), {})
    expect(found.whole).toBe(true)
    expect(found.nodes[0]).toMatchObject({
      name: 'Lighthouse Student Movement',
      depth: 0,
      seats: 4,
      emptySeats: 0,
      children: 3,
    })
    expect(names(found.nodes)).not.toContain('Harvest Campus Fellowship')
    expect(names(found.nodes)).not.toContain('Thursday Lunch')
    for (const [index, { parentId }] of found.nodes.entries())
      if (parentId) expect(found.nodes.findIndex(({ id }) => id === parentId)).toBeLessThan(index)
    const { rows } = await owner.query<{ people: number }>(
      `select count(*)::int people from person p where scope_ids @> array[$1::uuid]
         and exists (select from person_scope s where s.person_id = p.id and s.ancestor_id = $1 and s.state <> 'archived')`,
      [nodes.kilima.id],
    )
    expect(found.nodes.find(({ id }) => id === nodes.kilima.id)!.people).toBe(rows[0]!.people)
    const hilltop = found.nodes.find(({ id }) => id === nodes.hilltop.id)!
    expect(hilltop).toMatchObject({ seats: 2, emptySeats: 2, children: 0 })
  })

  test('shows closed nodes where they are asked for', async () => {
    const found = await tree.call(services, await as('national-director'), { closed: true })
    expect(found.nodes.find(({ name }) => name === 'Thursday Lunch')).toMatchObject({ state: 'closed', seats: 0 })
  })

  test('is the own branch with the way up for a campus administrator, and counts people only in it', async () => {
    const { nodes: found } = await tree.call(services, await as('campus-administrator'), {})
    expect(names(found)).toEqual([
      'Lighthouse Student Movement',
      'Highlands Region',
      'Kilima University',
      'Bereans',
      'Emmaus',
      'Hilltop',
      'Mustard Seed',
    ])
    expect(found.map(({ people }) => people !== null)).toEqual([false, false, true, true, true, true, true])
    expect(found[1]!.children).toBe(1)
  })

  test('shows a member the own group and the way up, without counts of people', async () => {
    const { nodes: found, total } = await tree.call(services, await as('small-group-member'), {})
    expect(names(found).at(-1)).toBe('Mustard Seed')
    expect(found.every(({ people }) => people === null)).toBe(true)
    expect(total).toBe(4)
  })

  test('gives the children of one node on demand, and nothing about a node out of sight', async () => {
    const director = await as('regional-director')
    const under = await tree.call(services, director, { under: nodes.highlands.id })
    expect(names(under.nodes)).toEqual([
      'Kilima University',
      'Mtoni Polytechnic',
      'Savanna State University',
      'Highlands Graduates',
    ])
    expect(under.whole).toBe(false)
    await expect(tree.call(services, director, { under: nodes.harvest.id })).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(tree.call(services, await as('external-contributor'), {})).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
  })

  test('comes by its upper levels where it is too large to come whole', async () => {
    await owner.query(
      `insert into org_node (id, kind, parent_id, name, opened_on)
       select gen_random_uuid(), 'SmallGroup', $1, 'Cell ' || g, '2020-01-01' from generate_series(1, 501) g`,
      [nodes.mawingu.id],
    )
    const upper = await tree.call(services, await as('national-director'), {})
    expect(upper.whole).toBe(false)
    expect(upper.total).toBeGreaterThan(500)
    expect(upper.nodes.every(({ depth }) => depth <= 2)).toBe(true)
    expect(upper.nodes.find(({ id }) => id === nodes.mawingu.id)!.children).toBe(502)
    const branch = await tree.call(services, await as('national-director'), { under: nodes.mawingu.id })
    expect([branch.nodes.length, branch.total, branch.whole]).toEqual([500, 502, false])
    const { nodes: kilima } = await tree.call(services, await as('campus-leader'), {})
    expect(kilima.at(-1)!.depth).toBe(3)
    await owner.query(`delete from org_node where name like 'Cell %'`)
  })

  test('takes the same few statements whatever the number of nodes', async () => {
    const count = async (caller: Awaited<ReturnType<typeof as>>) => {
      await tree.call(services, caller, {})
      const before = services.db.statements()
      await tree.call(services, caller, {})
      return services.db.statements() - before
    }
    const [few, many] = [await count(await as('small-group-member')), await count(await as('national-director'))]
    expect(many).toBe(few)
    expect(many).toBeLessThanOrEqual(7)
  })
})

describe('org.get', () => {
  test('shows the way, settings with their origin, leaders, empty seats and what is below', async () => {
    const page = await get.call(services, await as('campus-leader'), { nodeId: nodes.kilima.id })
    expect(names(page.breadcrumbs)).toEqual(['Lighthouse Student Movement', 'Highlands Region', 'Kilima University'])
    expect(page.settings.timeZone).toEqual({
      value: 'Africa/Nairobi',
      from: { id: nodes.lighthouse.id, name: nodes.lighthouse.name },
    })
    expect(page.settings.contactEmail.from?.id).toBe(nodes.kilima.id)
    expect(page.own.timeZone).toBeNull()
    expect(page.openedOn).toBe('2010-09-06')
    const leader = page.seats.find(({ role }) => role === 'campus-leader')!
    expect(leader.holders).toMatchObject([{ name: 'Ruth Chebet Koech', personId: story.people.ruth.id }])
    expect(page.children.map(({ name, state }) => [name, state])).toContainEqual(['Thursday Lunch', 'closed'])
    expect(page.can).toEqual({
      open: ['SmallGroup'],
      rename: false,
      move: false,
      close: false,
      reopen: false,
      changeSettings: false,
      seePeople: true,
    })
  })

  test('says what may be done: below for leaders, settings for administrators, all for the director', async () => {
    const can = async (role: Parameters<typeof as>[0], nodeId: string) =>
      (await get.call(services, await as(role), { nodeId })).can
    expect(await can('campus-leader', nodes.emmaus.id)).toMatchObject({
      open: [],
      rename: true,
      move: true,
      close: true,
    })
    expect(await can('campus-leader', nodes.thursdayLunch.id)).toMatchObject({
      reopen: true,
      close: false,
      rename: false,
    })
    expect(await can('campus-administrator', nodes.emmaus.id)).toMatchObject({ rename: false, changeSettings: true })
    expect(await can('national-administrator', nodes.emmaus.id)).toMatchObject({ rename: false, move: true })
    expect(await can('national-director', nodes.lighthouse.id)).toMatchObject({
      open: ['Region', 'Board'],
      rename: true,
      move: false,
      close: false,
    })
    expect(await can('small-group-member', nodes.kilima.id)).toMatchObject({ open: [], seePeople: false })
  })

  test('names leaders to everybody there, other seats only to those who may see roles', async () => {
    const page = await get.call(services, await as('small-group-member'), { nodeId: nodes.mustardSeed.id })
    expect(page.people).toBeNull()
    const seat = (role: string) => page.seats.find((seat) => seat.role === role)!
    expect(seat('cell-leader').holders).toMatchObject([{ name: 'Kwame Boateng', personId: story.people.kwame.id }])
    expect(seat('small-group-admin').holders).toMatchObject([{ name: null, personId: null }])
    const above = await get.call(services, await as('small-group-member'), { nodeId: nodes.highlands.id })
    expect(above.seats.find(({ role }) => role === 'regional-director')!.holders).toMatchObject([
      { name: 'Daniel Kipchumba Rotich', personId: null },
    ])
    expect(names(above.children)).toEqual(['Kilima University'])
  })

  test('does not know places beside, and nothing once a role has ended', async () => {
    const beside = get.call(services, await as('campus-leader'), { nodeId: nodes.mtoni.id })
    await expect(beside).rejects.toMatchObject({ kind: 'NotFound' })
    const ended = await callerOf(story.furtherAccounts.endedRole.accountId)
    await expect(get.call(services, ended, { nodeId: nodes.kilima.id })).rejects.toMatchObject({ kind: 'NotFound' })
  })
})

describe('org.search', () => {
  const found = async (role: Parameters<typeof as>[0], text: string, closed = false) =>
    names(await search.call(services, await as(role), { text, closed }))

  test('finds by a part of the name without regard to case, by code, and says the way', async () => {
    expect(await found('national-director', 'UNIV')).toEqual([
      'Bahari University',
      'Kilima University',
      'Savanna State University',
    ])
    expect(await found('national-director', 'savanna')).toEqual(['Savanna State University'])
    expect(await found('national-director', 'mto')).toEqual(['Mtoni Polytechnic'])
    const [hit] = await search.call(services, await as('national-director'), { text: 'emmaus' })
    expect(hit!.path).toEqual(['Lighthouse Student Movement', 'Highlands Region', 'Kilima University'])
  })

  test('takes % and _ as letters', async () => {
    expect(await found('national-director', '%')).toEqual([])
    expect(await found('national-director', '_')).toEqual([])
  })

  test('finds nothing beside, and closed nodes only where asked', async () => {
    expect(await found('campus-leader', 'mtoni')).toEqual([])
    expect(await found('national-director', 'sowers')).toEqual([])
    expect(await found('campus-leader', 'thursday')).toEqual([])
    expect(await found('campus-leader', 'thursday', true)).toEqual(['Thursday Lunch'])
  })
})
