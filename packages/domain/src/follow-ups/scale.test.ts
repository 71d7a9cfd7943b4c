/**
 * Lists of notes, follow-ups and transfers on 10,000 people, as the application's role: pages are walks along indexes at any scope, and
 * neither they nor their counts read a table from end to end. Source: performance, "Scope" and "Reads".
 */
import { type Database } from '@ministry/db'
import { largeHandles, seedLarge } from '@ministry/seed'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { notes } from '../care/notes.ts'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { list as listTransfers } from '../transfers/list.ts'
import { list } from './list.ts'
import { mine } from './mine.ts'
import { ofPerson } from './of-person.ts'
import { workload } from './workload.ts'

const { services, owner, ownerUrl, callerOf } = await createWorld()
beforeAll(async () => {
  await seedLarge(ownerUrl, { people: 10_000, nodes: 400, hash: () => Promise.resolve('') })
  // Three follow-ups a person, one of them done, given to whoever leads there; one of fifty has been offered away.
  await owner.query(`
    insert into follow_up (id, person_id, assignee_id, title, due_on, wanted_on, state, closed_at, created_at, updated_at)
    select gen_random_uuid(), p.id, (select a.person_id from role_assignment a where a.node_id = p.home_node_id limit 1), 'Ask', d, d,
           case n when 3 then 'done' else 'open' end, case n when 3 then d end, now(), now()
      from (select p.*, row_number() over () as i from person p) p
      cross join generate_series(1, 3) n cross join lateral (select date '2026-01-01' + ((p.i * 7 + n * 31) % 400)::int as d) day`)
  await owner.query(`
    insert into note (id, person_id, author_id, body, created_at, updated_at)
    select gen_random_uuid(), p.id, p.id, 'Noted', now() - n * interval '1 day', now() from person p cross join generate_series(1, 2) n`)
  await owner.query(`
    insert into transfer (id, person_id, from_node_id, to_node_id, offered_by, offered_at, expires_at)
    select gen_random_uuid(), p.id, p.home_node_id, o.id, p.id, now(), now() + interval '9 days'
      from (select p.*, row_number() over () as i from person p) p
      cross join lateral (select n.id from org_node n where n.kind = 'Campus' and not n.scope_ids @> array[p.home_ids[2]] order by n.id limit 1) o
     where p.i % 50 = 0 and p.home_node_id is not null`)
  await owner.query('vacuum analyze')
}, 180_000)

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Plan Rows': number
  Plans?: Plan[]
}
const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]
/** How the statements of a verb were planned, by what they read; and which tables were really read from end to end. */
async function watch(act: (db: Database) => Promise<unknown>) {
  const seen: { text: string; values: unknown[] }[] = []
  const driver = await services.db.transaction({ scope: {} }, {}, (tx) =>
    Promise.resolve(Object.getPrototypeOf(tx.client) as typeof tx.client),
  )
  const spy = vi.spyOn(driver, 'query')
  const plans: { text: string; nodes: Plan[] }[] = []
  let scanned: string[] = []
  const db: Database = {
    ...services.db,
    transaction: (context, options, run) =>
      services.db.transaction(context, options, async (tx) => {
        const result = await run(tx)
        for (const [first, second] of spy.mock.calls as unknown as [
          { text: string; values?: unknown[] } | string,
          unknown[],
        ][]) {
          const text = typeof first === 'string' ? first : first.text
          if (/^(with|select)/i.test(text) && !text.includes('set_config'))
            seen.push({ text, values: (typeof first === 'string' ? second : first.values) ?? [] })
        }
        const { rows } = await tx.client.query<{ name: string }>(
          'select relname as name from pg_stat_xact_user_tables where seq_scan > 0',
        )
        scanned = rows.map(({ name }) => name)
        for (const { text, values } of seen) {
          const explained = await tx.client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
            `explain (format json) ${text}`,
            values,
          )
          plans.push({ text, nodes: explained.rows[0]!['QUERY PLAN'].flatMap(({ Plan }) => flat(Plan)) })
        }
        return result
      }),
  }
  await act(db).finally(() => spy.mockRestore())
  return { plans, scanned }
}
const tables = ['person', 'person_scope', 'membership', 'follow_up', 'note', 'transfer']
async function expectNoScan(act: (db: Database) => Promise<unknown>) {
  const { plans, scanned } = await watch(act)
  expect(plans.length).toBeGreaterThan(0)
  const scans = plans.filter(({ nodes }) =>
    nodes.some((node) => node['Node Type'] === 'Seq Scan' && tables.includes(node['Relation Name']!)),
  )
  expect(scans.map(({ text }) => text)).toEqual([])
  expect(scanned.filter((name) => tables.includes(name))).toEqual([])
  return plans
}

const scopes = ['national', 'region', 'campus', 'group'] as const
const who = async (scope: (typeof scopes)[number]): Promise<[Caller, string]> => {
  const { accountId, nodeId } = largeHandles[scope]
  return [await callerOf(accountId), nodeId]
}

describe.each(scopes)('at %s scope', (scope) => {
  test('follow-ups are a walk along an index, first or further on, open or closed', async () => {
    const [caller, nodeId] = await who(scope)
    const inputs = [{}, { state: 'closed' as const }, { assignee: 'nobody' as const }, { late: true }]
    for (const input of inputs) {
      const { next } = await list.call(services, caller, { nodeId, take: 20, ...input })
      await expectNoScan((db) => list.call({ ...services, db }, caller, { nodeId, take: 20, ...input }))
      if (next)
        await expectNoScan((db) => list.call({ ...services, db }, caller, { nodeId, take: 20, after: next, ...input }))
    }
  })

  test('of very many it is told that there are more', async () => {
    const [caller, nodeId] = await who(scope)
    const { total, totalIsMore } = await list.call(services, caller, { nodeId, take: 1 })
    expect(total).toBeLessThanOrEqual(1000)
    if (scope === 'national') expect(totalIsMore).toBe(true)
    if (scope === 'group') expect(totalIsMore).toBe(false)
  })

  test('the workload and one’s own read no table from end to end', async () => {
    const [caller, nodeId] = await who(scope)
    await expectNoScan((db) => mine.call({ ...services, db }, caller, {}))
    if (scope !== 'national') await expectNoScan((db) => workload.call({ ...services, db }, caller, { nodeId }))
  })

  test('transfers, and what there is about one person, are found by indexes', async () => {
    const [caller, nodeId] = await who(scope)
    await expectNoScan((db) => listTransfers.call({ ...services, db }, caller, { nodeId, side: 'in' }))
    const { rows } = await owner.query<{ id: string }>(
      'select id from person where scope_ids @> array[$1::uuid] and id <> $2 limit 1',
      [nodeId, caller.principal!.personId],
    )
    const personId = rows[0]!.id
    await expectNoScan((db) => notes.call({ ...services, db }, caller, { personId }))
    await expectNoScan((db) => ofPerson.call({ ...services, db }, caller, { personId }))
  })
})
