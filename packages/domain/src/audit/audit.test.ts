/** The audit search and page over real acts of the story. Source: AUD-1. */
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeAll, describe, expect, test } from 'vitest'
import { rename } from '../org/rename.ts'
import { createWorld } from '../test-world.ts'
import { differences } from './audit.rules.ts'
import { get } from './get.ts'
import { search } from './search.ts'

const { services, owner, as, callerOf, clock } = await createWorld()
const { nodes, people } = story
const [director, administrator, leader] = [
  await as('national-director'),
  await as('national-administrator'),
  await as('campus-leader'),
]
const renameAt = async (at: string, name: string) => {
  clock.set(at)
  await rename.call(services, leader, { nodeId: nodes.emmaus.id, name, reason: `now ${name}` })
}
beforeAll(async () => {
  await renameAt('2026-11-17T09:00:00Z', 'Emmaus Road')
  await renameAt('2026-11-18T09:00:00Z', 'Emmaus Way')
  await renameAt('2026-11-19T09:00:00Z', 'Emmaus')
})

describe('audit.search', () => {
  test('lists the newest first, with names', async () => {
    const { rows, total, totalIsMore } = await search.call(services, director, { take: 3 })
    expect(rows.map(({ reason }) => reason)).toEqual(['now Emmaus', 'now Emmaus Way', 'now Emmaus Road'])
    expect(rows[0]).toMatchObject({
      action: 'org.rename',
      actor: 'Ruth Chebet Koech',
      actorKind: 'person',
      noun: 'OrgNode',
      subject: 'Emmaus',
      node: 'Emmaus',
    })
    expect(total).toBeGreaterThan(30)
    expect(totalIsMore).toBe(false)
  })

  test.each([
    ['the actor', { personId: people.ruth.id }, 3],
    ['another actor', { personId: people.kwame.id }, 0],
    ['the act', { action: 'org.rename' }, 3],
    ['the noun and subject', { noun: 'OrgNode', subjectId: nodes.emmaus.id, action: 'org.rename' }, 3],
    ['the place and below', { nodeId: nodes.kilima.id, action: 'org.rename' }, 3],
    ['a place beside', { nodeId: nodes.mtoni.id, action: 'org.rename' }, 0],
    ['the period', { from: new Date('2026-11-18T09:00:00Z'), until: new Date('2026-11-19T09:00:00Z') }, 1],
  ])('filters by %s', async (_, filter, count) => {
    const found = await search.call(services, director, filter)
    expect([found.total, found.rows.length]).toEqual([count, count])
  })

  test('pages through everything once, also where instants are equal', async () => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await search.call(services, director, { take: 7, ...(after && { after }) })
      seen.push(...page.rows.map(({ id }) => id))
      after = page.next ?? undefined
    } while (after)
    const { total } = await search.call(services, director, {})
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(total)
  })

  test('says honestly that there are more than it counts', async () => {
    await owner.query(
      `insert into audit_entry (id, at, action, actor_kind, noun, scope_ids)
       select gen_random_uuid(), '2020-01-01', 'test.many', 'seed', 'Test', array[$1::uuid] from generate_series(1, 1001)`,
      [nodes.lighthouse.id],
    )
    const found = await search.call(services, director, { action: 'test.many', take: 1 })
    expect(found).toMatchObject({ total: 1000, totalIsMore: true })
  })

  test('starts again from a cursor that was tampered with', async () => {
    const found = await search.call(services, director, { take: 1, after: 'WyJ4Il0=' })
    expect(found.rows[0]!.reason).toBe('now Emmaus')
  })

  test('is closed to whoever has no audit in the own place, and blind to other movements', async () => {
    for (const role of ['campus-leader', 'regional-director', 'campus-administrator', 'finance-director'] as const)
      await expect(search.call(services, await as(role), {})).rejects.toMatchObject({ kind: 'NotAllowed' })
    const other = await callerOf(story.furtherAccounts.otherMovementDirector.accountId)
    const found = await search.call(services, other, { take: 200 })
    expect(found.rows.length).toBeGreaterThan(0)
    expect(found.rows.filter(({ action }) => action === 'org.rename')).toEqual([])
  })
})

describe('audit.get', () => {
  const write = async (personId: string, scopeIds: readonly string[]) => {
    const id = newId()
    await owner.query(
      `insert into audit_entry (id, at, action, actor_kind, noun, scope_ids, before, after, person_id, personal_before, personal_after)
       values ($1, now(), 'people.update', 'person', 'Person', $2, '{"state":"member","same":1}', '{"state":"inactive","same":1}', $3, '{"city":"Thika"}', '{"city":"Meru"}')`,
      [id, scopeIds, personId],
    )
    return id
  }

  test('shows what changed, personal values marked', async () => {
    const id = await write(people.lukasz.id, nodes.emmaus.scopeIds)
    const entry = await get.call(services, administrator, { id })
    expect(entry.person).toBe('Łukasz Wójcik')
    expect(entry.differences).toEqual([
      { field: 'state', before: 'member', after: 'inactive', personal: false },
      { field: 'city', before: 'Thika', after: 'Meru', personal: true },
    ])
    expect(entry.personalHidden).toBe(false)
  })

  test('holds back personal values of somebody out of sight', async () => {
    const id = await write(people.abena.id, nodes.lighthouse.scopeIds)
    const entry = await get.call(services, director, { id })
    expect(entry).toMatchObject({ person: null, personalHidden: true })
    expect(entry.differences.map(({ field }) => field)).toEqual(['state'])
  })

  test('of somebody whom the reader sees only in part, shows that part', async () => {
    // Samuel is a member of a group in another movement, and Abena is on its list: name and ways to reach her, no more.
    const sowers = nodes.harvestGroup
    await owner.query(
      `insert into membership (id, person_id, node_id, is_home, state, joined_on) values (gen_random_uuid(), $1, $2, false, 'member', '2024-01-01')`,
      [people.samuel.id, sowers.id],
    )
    await owner.query('update person set listed_in_group = true where id = $1', [people.abena.id])
    const id = newId()
    await owner.query(
      `insert into audit_entry (id, at, action, actor_kind, noun, scope_ids, person_id, personal_before, personal_after)
       values ($1, now(), 'people.update', 'person', 'Person', $2, $3, '{"city":"Thika","emails":[],"username":"a"}', '{"city":"Meru","emails":["abena@example.org"],"username":"b"}')`,
      [id, nodes.lighthouse.scopeIds, people.abena.id],
    )
    const entry = await get.call(services, await as('national-administrator'), { id })
    expect(entry.person).toBe(people.abena.name)
    expect(entry.differences.map(({ field }) => field)).toEqual(['emails'])
    expect(entry.personalHidden).toBe(true)
    expect(await get.call(services, director, { id })).toMatchObject({ differences: [], personalHidden: true })
  })

  test('entries of no place are nobody’s', async () => {
    const id = await write(people.lukasz.id, [])
    for (const reader of [director, administrator]) {
      await expect(get.call(services, reader, { id })).rejects.toMatchObject({ kind: 'NotFound' })
      const { rows } = await search.call(services, reader, { action: 'people.update', take: 200 })
      expect(rows.map((row) => row.id)).not.toContain(id)
    }
  })

  test('does not find entries of another movement, nor for those without the right', async () => {
    const id = await write(people.abena.id, nodes.harvest.scopeIds)
    await expect(get.call(services, director, { id })).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(get.call(services, leader, { id })).rejects.toMatchObject({ kind: 'NotAllowed' })
  })
})

test('no entry is changed or taken away by the application', async () => {
  const scope = { 'AuditEntry.read': [nodes.lighthouse.id], 'AuditEntry.write': [nodes.lighthouse.id] }
  for (const statement of [
    sql`update audit_entry set reason = 'another'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry`,
  ])
    for (const db of [services.db, services.authDb])
      await expect(db.transaction({ scope }, {}, (tx) => tx.rows(statement))).rejects.toThrow(/permission denied/)
})

describe('differences', () => {
  test('are by field, leave out what stayed, and take what is no object as one value', () => {
    expect(differences({ a: 1, b: [1] }, { b: [1], c: null })).toEqual([
      { field: 'a', before: 1, after: undefined, personal: false },
      { field: 'c', before: undefined, after: null, personal: false },
    ])
    expect(differences(null, 'x')).toEqual([{ field: 'value', before: undefined, after: 'x', personal: false }])
    expect(differences(null, null)).toEqual([])
  })
})
