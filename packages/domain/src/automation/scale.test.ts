/**
 * What a sweep looks for among 50,000 people, as the application's role: by indexes of few rows, never by reading everybody.
 * Source: AUT, performance "Reads".
 */
import { sql, type Database, type Sql } from '@ministry/db'
import { seedLarge } from '@ministry/seed'
import { beforeAll, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { openMovements, systemCaller } from '../acting.ts'
import { searches } from './candidates.ts'
import { due } from './due.ts'
import { gatherSigns } from './gather-signs.ts'
import { registered } from './testing/registered.ts'

const { services, owner, ownerUrl } = await createWorld(registered)
beforeAll(async () => {
  await seedLarge(ownerUrl, { people: 50_000, nodes: 1_500, hash: () => Promise.resolve('') })
  // As after a year of sweeps: everybody who is due has been seen to, but for a handful.
  await owner.query(`set session_replication_role = replica`)
  await owner.query(
    `update person set expected_graduation = '2031-06' where state in ('member', 'pre_graduate') and expected_graduation is not null`,
  )
  await owner.query(
    `update person set expected_graduation = '2026-10' where id in (select id from person where state = 'member' order by id limit 40)`,
  )
  await owner.query(`
    insert into automation_enrolment (id, person_id, automation, occurrence, origin, started_on, started_at, ended_at, end_reason)
    select gen_random_uuid(), id, 'welcome', 'registration', 'entry', '2026-01-01', '2026-01-01', case when row_number() over (order by id) > 30 then '2026-01-20'::timestamptz end, 'finished'
      from person on conflict do nothing`)
  await owner.query('delete from sign_of_life')
  await owner.query(`
    insert into sign_of_life (person_id, last_at, source, recurring_at, settled_at)
    select id, at, 'accounts.sign-in', at, case when at < '2026-08-14' and n > 50 then at end
      from (select id, row_number() over (order by id) n, '2026-11-01'::timestamptz - (random() * interval '600 days') as at from person) p on conflict do nothing`)
  await owner.query('vacuum analyze')
}, 180_000)

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Plan[]
}
const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]

/** The plans of a verb's reading statements. */
async function plansOf(act: (db: Database) => Promise<unknown>): Promise<Plan[]> {
  const plans: Plan[] = []
  await act({
    ...services.db,
    transaction: (context, options, run) =>
      services.db.transaction(context, options, (tx) =>
        run({
          ...tx,
          async rows<Row extends object>(statement: Sql) {
            const [shown] = await tx.rows<{ 'QUERY PLAN': { Plan: Plan }[] }>(sql`explain (format json) ${statement}`)
            plans.push(...shown!['QUERY PLAN'].flatMap(({ Plan }) => flat(Plan)))
            return tx.rows<Row>(statement)
          },
        }),
      ),
  })
  return plans
}
const large = [
  'person',
  'membership',
  'membership_state',
  'automation_enrolment',
  'automation_act',
  'sign_of_life',
  'audit_entry',
]
const scansOf = (plans: readonly Plan[]) =>
  plans
    .filter((plan) => plan['Node Type'] === 'Seq Scan' && large.includes(plan['Relation Name'] ?? ''))
    .map((plan) => plan['Relation Name'])

test.each(searches)('%s are found without reading everybody', async (search) => {
  const movementId = (await openMovements(services)).at(-1)!
  let found = 0
  for (const id of [movementId, ...(await openMovements(services))]) {
    const plans = await plansOf(async (db) => {
      const caller = systemCaller([id], 'workflow:test')
      found += (await due.call({ ...services, db }, caller, { movementId: id, search, take: 2000 })).personIds.length
    })
    expect(plans.length).toBeGreaterThan(0)
    expect(scansOf(plans)).toEqual([])
  }
  expect(found, 'a handful is due').toBeLessThan(2000)
})

test('signs are gathered by when they were recorded', async () => {
  await owner.query(`insert into sign_watermark (id, gathered) values ('signs', '2026-11-16T08:00:00Z')`)
  const plans = await plansOf(async (db) =>
    gatherSigns.call({ ...services, db }, systemCaller(await openMovements(services), 'workflow:test'), {}),
  )
  expect(scansOf(plans)).toEqual([])
})
