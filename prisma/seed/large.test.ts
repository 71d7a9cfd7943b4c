import { roles } from '@ministry/access'
import { createTestDatabase, type TestDatabase } from '@ministry/db/test'
import pg from 'pg'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { verifyDerived } from './large-derived.ts'
import { largeHandles } from './large-roles.ts'
import { falling, largeId, planTree, split } from './large-tree.ts'
import { seedLarge, type LargeReport } from './large.ts'
import { story } from './story.ts'

const size = { people: 2_000, nodes: 80 }
const hash = (password: string) => Promise.resolve(`hash of ${password}`)
const indexes = 'select indexname, indexdef from pg_indexes where schemaname = $$public$$ order by 1'
let database: TestDatabase
let report: LargeReport | null
let indexesBefore: unknown[]
const rows = async <Row>(text: string, values: unknown[] = []) =>
  (await database.owner.query(text, values)).rows as Row[]
const count = async (text: string) => (await rows<{ n: number }>(`select count(*)::int n from ${text}`))[0]!.n
const everybody = Array.from({ length: size.people }, (_, n) => largeId('person', n + 1))
const everywhere = planTree(size).map(({ id }) => id)

beforeAll(async () => {
  database = await createTestDatabase()
  indexesBefore = await rows(indexes)
  report = await seedLarge(database.ownerUrl, { ...size, hash })
})

/** As the owner, in a transaction that is taken back. */
async function inTransaction(act: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query('begin')
  await act(client)
  await client.query('rollback')
}

describe('the large seed', () => {
  it('writes as many people and nodes as it was asked for, once', async () => {
    expect(report).toMatchObject(size)
    expect(await count('person')).toBe(size.people)
    expect(await count('org_node')).toBe(size.nodes)
    expect(await seedLarge(database.ownerUrl, { ...size, hash })).toBeNull()
    expect(await count('person')).toBe(size.people)
    const tables = [
      'org_node',
      'node_version',
      'person',
      'membership',
      'membership_state',
      'consent',
      'do_not_contact',
      'role_assignment',
      'person_scope',
      'custom_field',
      'tag',
      'note',
      'follow_up',
      'household',
      'household_member',
      'sign_of_life',
      'audit_entry',
    ]
    const counted = await Promise.all(tables.map(count))
    expect(report!.rows).toBe(counted.reduce((a, b) => a + b, 0))
  })

  it('writes for everybody and everywhere what the triggers would have written', () =>
    inTransaction((client) => verifyDerived(client, everybody, everywhere)))

  it.each([
    [
      'a list row',
      "update person_scope set state = 'inactive' where (ancestor_id, person_id) = (select ancestor_id, person_id from person_scope where state = 'member' limit 1)",
    ],
    ['a list row that is not there', 'delete from person_scope where person_id = (select id from person limit 1)'],
    ['a scope', 'update person set scope_ids = scope_ids[2:] where id = (select id from person limit 1)'],
    ['a folded name', "update person set search = search || 'x' where id = (select id from person limit 1)"],
    [
      'a count',
      'update people_count set people = people + 1 where (node_id, state) = (select node_id, state from people_count limit 1)',
    ],
    [
      'the scope of a membership',
      'update membership set scope_ids = scope_ids[2:] where id = (select id from membership where left_on is not null limit 1)',
    ],
    [
      'the scope of a role',
      'update role_assignment set scope_ids = scope_ids[2:] where id = (select id from role_assignment limit 1)',
    ],
    [
      'the ancestors of a node',
      "update org_node set scope_ids = scope_ids[2:] where id = (select id from org_node where kind = 'Campus' limit 1)",
    ],
  ])('would notice %s at fault', (_what, fault) =>
    inTransaction(async (client) => {
      await client.query('set local session_replication_role = replica')
      await client.query(fault)
      await client.query('set local session_replication_role = origin')
      await expect(verifyDerived(client, everybody, everywhere)).rejects.toMatchObject({ code: 'seed.derived-differs' })
    }),
  )

  it('leaves no reference to nothing, though references were not checked while loading', async () => {
    const keys = await rows<{ child: string; parent: string; column: string; key: string }>(`
      select c.conrelid::regclass::text child, c.confrelid::regclass::text parent, quote_ident(a.attname) "column",
             quote_ident(k.attname) "key"
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        join pg_attribute k on k.attrelid = c.confrelid and k.attnum = c.confkey[1]
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace`)
    expect(keys.length).toBeGreaterThan(10)
    for (const { child, parent, column, key } of keys)
      expect({
        child,
        column,
        orphans: await count(
          `${child} c where ${column} is not null and not exists (select from ${parent} p where p.${key} = c.${column})`,
        ),
      }).toEqual({ child, column, orphans: 0 })
    expect(await count('person p where not exists (select from org_node n where n.id = p.home_node_id)')).toBe(0)
  })

  it('leaves indexes, triggers and row-level security as they were', async () => {
    expect(await rows(indexes)).toEqual(indexesBefore)
    expect(await count("pg_trigger where not tgisinternal and tgenabled <> 'O'")).toBe(0)
    expect(
      await count(
        "pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> '_prisma_migrations' and not relforcerowsecurity",
      ),
    ).toBe(0)
  })

  it('tells three years: earlier stays that ended, states in order with the last as the present one', async () => {
    expect(await count('membership where left_on is not null')).toBeGreaterThan(size.people / 5)
    expect(await count('membership where not is_home')).toBeGreaterThan(size.people / 50)
    const [first] = await rows<{ first: string; last: string }>(
      'select min(joined_on)::text "first", max(joined_on)::text "last" from membership',
    )
    expect([first!.first, first!.last]).toEqual([
      expect.stringMatching(/^2023-11/),
      expect.stringMatching(/^2026-1[01]/),
    ])
    expect(
      await count(`membership m where m.state <> (select s.state from membership_state s where s.membership_id = m.id order by s.since desc, s.id desc limit 1)
        or m.joined_on <> (select min(s.since) from membership_state s where s.membership_id = m.id)`),
    ).toBe(0)
    expect(await rows('select distinct state from person')).toHaveLength(6)
  })

  it('has names worth searching: many, skewed, with accents and in other scripts', async () => {
    expect((await rows('select distinct name from person')).length).toBeGreaterThan(size.people / 2)
    expect(await count("person where name ~ '[^[:ascii:]]'")).toBeGreaterThan(size.people / 20)
    expect(await count('person where search <> lower(name)')).toBeGreaterThan(size.people / 20)
    const [most] = await rows<{ n: number }>('select count(*)::int n from person group by name order by 1 desc limit 1')
    expect(most!.n).toBeGreaterThan(3)
  })

  it('keeps the two movements apart', async () => {
    const { national, otherMovement } = largeHandles
    const both = `person where scope_ids @> array['${national.nodeId}', '${otherMovement.nodeId}']::uuid[]`
    expect(await count(both)).toBe(0)
    expect(await count(`person where scope_ids @> array['${otherMovement.nodeId}']::uuid[]`)).toBeGreaterThan(2)
  })

  it('gives one account to each scope, held where its role belongs, in nodes that grow from group to nation', async () => {
    const people: number[] = []
    for (const { accountId, personId, username, role, nodeId } of Object.values(largeHandles)) {
      const [account] = await rows<{
        person_id: string
        password_hash: string
        role: string
        kind: string
        people: number
      }>(
        `select c.person_id, c.password_hash, a.role, n.kind,
                (select sum(people)::int from people_count where node_id = n.id) people
           from account c join role_assignment a on a.person_id = c.person_id and a.ends_at is null join org_node n on n.id = a.node_id
          where c.id = $1 and c.username = $2 and n.id = $3`,
        [accountId, username, nodeId],
      )
      expect(account).toMatchObject({
        person_id: personId,
        role,
        kind: roles[role].at,
        password_hash: await hash(story.password),
      })
      people.push(account!.people)
    }
    const [national, region, campus, group] = people as [number, number, number, number]
    expect(national).toBeGreaterThan(region)
    expect(region).toBeGreaterThan(campus)
    expect(campus).toBeGreaterThan(group)
    expect(group).toBeGreaterThan(30)
  })

  it('seats a leader everywhere but in graduate networks', async () => {
    const leaderless = await rows<{ kind: string }>(
      'select distinct kind from org_node n where not exists (select from role_assignment a where a.node_id = n.id)',
    )
    expect(leaderless).toEqual([{ kind: 'GraduateNetwork' }])
  })
})

it('refuses anybody but a superuser, for whom triggers would not stand still', async () => {
  const empty = await createTestDatabase()
  await expect(seedLarge(empty.urls.app, { ...size, hash })).rejects.toMatchObject({ code: 'seed.not-superuser' })
})

it('says what is too few, and leaves nothing behind', async () => {
  const empty = await createTestDatabase()
  const few = { kind: 'InvalidInput' }
  await expect(seedLarge(empty.ownerUrl, { people: 2_000, nodes: 12, hash })).rejects.toMatchObject(few)
  await expect(seedLarge(empty.ownerUrl, { people: 60, nodes: 80, hash })).rejects.toMatchObject(few)
  expect((await empty.owner.query('select from org_node')).rowCount).toBe(0)
  expect((await empty.owner.query(indexes)).rows).toEqual(indexesBefore)
})

describe('shares', () => {
  it('fall off and sum to one; whole parts sum to the total', () => {
    const shares = falling(25, 0.7)
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1)
    expect(shares).toEqual(shares.toSorted((a, b) => b - a))
    for (const total of [25, 26, 1_500]) {
      const parts = split(total, shares)
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
      expect(Math.min(...parts)).toBeGreaterThan(0)
    }
  })
})
