/**
 * The process dies in the middle of an act on many, and of its undo: after the next start each goes on, with nobody twice and nobody
 * left out. Source: PPL-3, OPS-4.
 */
import { createTestDatabase } from '@ministry/db/test'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { killedWaitingFor } from './testing/killed-waiting-for.ts'
import { productsOn } from './testing/test-started-product.ts'

const PEOPLE = 1100
const { owner, urls } = await createTestDatabase()
const { start, end } = productsOn(urls)
afterAll(end)
const by = 'campus-leader'
const nodeId = story.nodes.kilima.id

const one = async <T>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows[0] as T
interface Stored {
  state: string
  done: number
  undone: number
}
async function until(id: string, holds: (now: Stored) => boolean) {
  for (;;) {
    const now = await one<Stored>('select state, done, undone from bulk_act where id = $1', [id])
    if (holds(now)) return now
    if (now.state === 'failed')
      throw new Error(JSON.stringify(await one('select problem from bulk_act where id = $1', [id])))
    await sleep(10)
  }
}
/** What stands of each of them: memberships of the group, and how often each was written and taken back. */
const written = () =>
  one(
    `select count(m.id)::int as joined, count(distinct m.person_id)::int as people,
            (select count(*)::int from audit_entry a where a.noun = 'Membership' and a.action like 'bulk.run%') as "heardOf",
            (select count(*)::int from audit_entry a where a.noun = 'Membership' and a.action like 'bulk.undo%') as "takenBack"
       from membership m join person p on p.id = m.person_id where p.name like 'Killed %' and m.node_id = $1`,
    [story.nodes.mustardSeed.id],
  )

test('killed in the middle of each, it goes on where it was', { timeout: 120_000 }, async () => {
  await owner.query(
    `insert into person (id, name, emails, phones, languages, home_node_id, city, created_at, updated_at)
     select gen_random_uuid(), 'Killed ' || i, '{}', '{}', '{}', $1, 'Killed', now(), now() from generate_series(1, $2) i`,
    [nodeId, PEOPLE],
  )
  await owner.query(
    `insert into membership (id, person_id, node_id, is_home, state, joined_on)
     select gen_random_uuid(), id, home_node_id, true, 'member', '2026-01-01' from person where name like 'Killed %'`,
  )
  let product = await start()
  const what = { act: 'join', nodeId: story.nodes.mustardSeed.id, state: 'visitor' }
  const chosen = { nodeId, what, filter: { where: { field: 'city', has: ['Killed'] } } }
  const { total } = (await product.ask(by, 'bulk.preview', chosen)) as { total: number }
  expect(total).toBe(PEOPLE)
  const id = newId()
  await product.ask(by, 'bulk.begin', { ...chosen, id, total })
  await until(id, ({ done }) => done > 0)
  await killedWaitingFor(owner, 'membership_state', product)
  const { done } = await until(id, () => true)
  expect(done).toBeLessThan(PEOPLE)
  expect(await written()).toMatchObject({ joined: done, people: done })

  product = await start()
  await until(id, ({ state }) => state === 'done')
  expect(await written()).toEqual({ joined: PEOPLE, people: PEOPLE, heardOf: PEOPLE, takenBack: 0 })
  const told = `select count(*)::int as n from notification where kind = 'bulk-done' and about_id = $1`
  expect(await one(told, [id])).toEqual({ n: 1 })

  await product.ask(by, 'bulk.undo', { id })
  await until(id, ({ undone }) => undone > 0)
  await product.kill()
  product = await start()
  expect(await until(id, ({ state }) => state === 'undone')).toMatchObject({ undone: PEOPLE })
  expect(await written()).toEqual({ joined: 0, people: 0, heardOf: PEOPLE, takenBack: PEOPLE })
  await product.kill()
})
