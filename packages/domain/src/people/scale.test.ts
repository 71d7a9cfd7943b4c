/**
 * Lists, searches and look-ups on 50,000 people, as the application's role: no sequential scan of people and no sort of a subtree,
 * at any scope, under custom and generic plans. Source: performance, "Scope" and "Reads".
 */
import { sql, type Database, type Sql } from '@ministry/db'
import { encodeCursor } from '@ministry/kernel/page'
import { largeHandles, seedLarge } from '@ministry/seed'
import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { query } from '../verb.ts'
import { listColumns, sortFields, type FilterExpression } from './filter.schema.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { matchPeople } from './match-people.ts'
import { search } from './search.ts'

const { services, owner, ownerUrl, callerOf } = await createWorld()
beforeAll(async () => {
  await seedLarge(ownerUrl, { people: 50_000, nodes: 1_500, hash: () => Promise.resolve('') })
  await owner.query('select app.rebuild_name_words()')
  await owner.query(
    `insert into sign_of_life (person_id, last_at, source) select id, now(), 'test' from person on conflict do nothing`,
  )
  await owner.query('vacuum analyze')
}, 180_000)

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Plan[]
}
const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]
/** What a verb's statements were planned as, and which tables they (and the functions they call) really read from end to end. */
async function watch(act: (db: Database) => Promise<unknown>) {
  const plans: Plan[] = []
  const scanned = new Set<string>()
  const db: Database = {
    ...services.db,
    transaction: (context, options, run) =>
      services.db.transaction(context, options, (tx) =>
        run({
          ...tx,
          async rows<Row extends object>(statement: Sql) {
            const [custom] = await tx.rows<{ 'QUERY PLAN': { Plan: Plan }[] }>(sql`explain (format json) ${statement}`)
            const generic = await tx.client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
              `explain (generic_plan, format json) ${statement.text}`,
            )
            for (const row of [custom!, generic.rows[0]!])
              plans.push(...row['QUERY PLAN'].flatMap(({ Plan }) => flat(Plan)))
            const rows = await tx.rows<Row>(statement)
            const scans = sql`select relname as name from pg_stat_xact_user_tables where seq_scan > 0`
            for (const { name } of await tx.rows<{ name: string }>(scans)) scanned.add(name)
            return rows
          },
        }),
      ),
  }
  await act(db)
  return { plans, scanned: [...scanned] }
}
const people = ['person', 'person_scope', 'membership', 'name_word', 'consent', 'sign_of_life']
function expectNoScan({ plans, scanned }: Awaited<ReturnType<typeof watch>>) {
  expect(plans.length).toBeGreaterThan(0)
  expect(plans.filter((plan) => plan['Node Type'] === 'Seq Scan' && people.includes(plan['Relation Name']!))).toEqual(
    [],
  )
  expect(scanned.filter((name) => people.includes(name))).toEqual([])
  // The index under the policies would find everybody in scope.
  expect(plans.filter((plan) => plan['Index Name'] === 'person_words')).toEqual([])
}

const scopes = ['national', 'region', 'campus', 'group'] as const
const who = async (scope: (typeof scopes)[number]): Promise<[Caller, string]> => {
  const { accountId, nodeId } = largeHandles[scope]
  return [await callerOf(accountId), nodeId]
}
async function cursorAt(nodeId: string, share: number) {
  const { rows } = await owner.query<{ sort_name: string; person_id: string }>(
    `select sort_name, person_id from person_scope where ancestor_id = $1 and state <> 'archived' order by sort_name, person_id
     offset (select floor(count(*) * $2::numeric) from person_scope where ancestor_id = $1 and state <> 'archived') limit 1`,
    [nodeId, share],
  )
  return encodeCursor([rows[0]!.sort_name, rows[0]!.sort_name, rows[0]!.person_id])
}

test.each(scopes)('a page at %s scope is a walk along an index, first, last or of one state', async (scope) => {
  const [caller, nodeId] = await who(scope)
  const pages = [
    { nodeId },
    { nodeId, after: await cursorAt(nodeId, 0.9) },
    { nodeId, filter: { states: ['member' as const] } },
    { nodeId, filter: { states: ['visitor' as const, 'alumni' as const] } },
  ]
  for (const input of pages) {
    const watched = await watch((db) => list.call({ ...services, db }, caller, input))
    expectNoScan(watched)
    expect(watched.plans.filter((plan) => /Sort/.test(plan['Node Type']))).toEqual([])
    expect(watched.plans.map((plan) => plan['Index Name'])).toContainEqual(
      expect.stringMatching(/^person_scope_ancestor_id_(state_)?sort_name/),
    )
  }
})

test.each(scopes)('filters at %s scope read only people of the place', async (scope) => {
  const [caller, nodeId] = await who(scope)
  const where = [
    {
      any: [
        { field: 'gender', is: ['female'] },
        { field: 'age', from: 18, to: 25 },
      ],
    },
    { field: 'consent', channel: 'email', purpose: 'newsletter', is: 'given' },
    {
      all: [
        { field: 'role', is: ['cell-leader'], not: true },
        { field: 'lastSign', before: '2026-06-01', not: true },
      ],
    },
    {
      any: [
        { field: 'joined', from: '2026-01-01' },
        { field: 'directly', not: true },
      ],
    },
  ] satisfies FilterExpression[]
  for (const filter of [
    { genders: ['female' as const] },
    { directOnly: true },
    { joinedSince: '2026-06-01' },
    ...where.map((where) => ({ where })),
  ])
    expectNoScan(await watch((db) => list.call({ ...services, db }, caller, { nodeId, filter })))
})

test.each(scopes)('every order at %s scope reads only people of the place, forwards and backwards', async (scope) => {
  const [caller, nodeId] = await who(scope)
  for (const by of sortFields)
    for (const descending of [false, true])
      expectNoScan(
        await watch((db) =>
          list.call({ ...services, db }, caller, { nodeId, order: { by, descending }, columns: [...listColumns] }),
        ),
      )
})

test.each(scopes)('a search at %s scope reads indexes only, however common or strange the term', async (scope) => {
  const [caller, nodeId] = await who(scope)
  for (const term of ['a', 'an', 'anna', 'mary smith', 'jonson', 'xq', 'zzzz', '712345678', 'nobody@example.org'])
    expectNoScan(await watch((db) => search.call({ ...services, db }, caller, { nodeId, term })))
})

test('one person, and candidates of a file, are found by indexes', async () => {
  const [caller, nodeId] = await who('campus')
  const { rows } = await list.call(services, caller, { nodeId, take: 200 })
  expectNoScan(await watch((db) => get.call({ ...services, db }, caller, { id: rows[0]!.id })))
  const match = query({
    name: 'people.match',
    permission: { action: 'read', noun: 'Person' },
    input: z.void(),
    output: z.number(),
    run: async (ctx) => {
      const candidates = rows.map(({ name, email, phone }) => ({
        name,
        emails: email ? [email] : [],
        phones: phone ? [phone] : [],
      }))
      const matches = await matchPeople(ctx, nodeId, candidates)
      return matches.filter((found, i) => found.some(({ person }) => person.id === rows[i]!.id)).length
    },
  })
  expectNoScan(await watch((db) => match.call({ ...services, db }, caller, undefined)))
  expect(await match.call(services, caller, undefined)).toBe(rows.length)
})

test.each(scopes)('totals at %s scope are what is there', async (scope) => {
  const [caller, nodeId] = await who(scope)
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from person where scope_ids @> array[$1::uuid] and state <> 'archived'`,
    [nodeId],
  )
  expect((await list.call(services, caller, { nodeId, take: 1 })).total).toBe(rows[0]!.count)
})

test('pages of a campus are complete and without repeats', async () => {
  const [caller, nodeId] = await who('campus')
  const seen: string[] = []
  for (let after: string | undefined, more = true; more;) {
    const { rows, next, total } = await list.call(services, caller, { nodeId, take: 97, ...(after && { after }) })
    seen.push(...rows.map(({ id }) => id))
    more = next !== null
    if (next) after = next
    else expect(seen.length).toBe(total)
  }
  expect(new Set(seen).size).toBe(seen.length)
})
