/**
 * The process dies in the middle of a dry run, of a commit and of an undo of a larger file: after the next start each goes on, with
 * nothing twice and nothing lost. Source: IMP-4, OPS-4.
 */
import { createTestDatabase } from '@ministry/db/test'
import { story } from '@ministry/seed'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { killedWaitingFor } from './testing/killed-waiting-for.ts'
import { productsOn, type StartedProduct } from './testing/test-started-product.ts'

const ROWS = Number(process.env['KILLED_ROWS'] ?? 1600)
const { owner, urls } = await createTestDatabase()
const { start, end } = productsOn(urls)
afterAll(end)
const by = 'campus-administrator'

const one = async <T>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows[0] as T
interface Stored {
  state: string
  planned: number
  done: number
  taken: number
}
const importOf = (id: string) =>
  one<Stored>(
    `select state, planned_rows as planned, done_rows as done,
            (select count(*)::int from import_row where import_id = i.id and undone is not null) as taken
       from import i where id = $1`,
    [id],
  )
async function until(id: string, holds: (now: Stored) => boolean) {
  for (;;) {
    const now = await importOf(id)
    if (holds(now)) return now
    if (now.state === 'failed')
      throw new Error(JSON.stringify(await one('select problem from import where id = $1', [id])))
    await sleep(10)
  }
}
const lines = Array.from(
  { length: ROWS },
  (_, i) => `Kill ${i.toString(36)} Test${i % 37},k${i}@example.org,Mustard Seed,${i % 2 ? 'member' : 'visitor'}`,
)
const content = `Name,Email,Group,Status\n${lines.join('\n')}\n`
async function bring(product: StartedProduct) {
  const nodeId = story.nodes.kilima.id
  const { id } = (await product.ask(by, 'imports.upload', { nodeId, fileName: 'many.csv', content })) as { id: string }
  const view = (await product.ask(by, 'imports.get', { id })) as { columns: { field: string }[]; settings: object }
  await product.ask(by, 'imports.map', { id, fields: view.columns.map(({ field }) => field), settings: view.settings })
  return id
}
/** How often everything is there that the file's people have. */
const written = () =>
  one<Record<string, number>>(
    `select count(*)::int as people, count(distinct p.emails)::int as addresses,
            coalesce(sum((select count(*) from membership m where m.person_id = p.id)), 0)::int as memberships,
            coalesce(sum((select count(*) from person_key k where k.person_id = p.id)), 0)::int as keys,
            coalesce(sum((select count(*) from audit_entry a where a.noun = 'Person' and a.subject_id = p.id and a.action like 'imports.commit%')), 0)::int as audited
       from person p where p.name like 'Kill % Test%'`,
  )
const all = { people: ROWS, addresses: ROWS, memberships: ROWS, keys: ROWS, audited: ROWS }

test('killed in each of its steps, it goes on where it was', { timeout: 170_000 }, async () => {
  let product = await start()
  const id = await bring(product)
  await until(id, ({ planned }) => planned > 0)
  await product.kill()
  expect((await importOf(id)).planned).toBeLessThan(ROWS)

  product = await start()
  await until(id, ({ state }) => state === 'planned')
  expect(await one(`select plan, planned_rows as planned from import where id = $1`, [id])).toEqual({
    plan: { create: ROWS, change: 0, skip: 0, conflict: 0, error: 0 },
    planned: ROWS,
  })
  await product.ask(by, 'imports.commit', { id })
  await until(id, ({ done }) => done > 0)
  await killedWaitingFor(owner, 'membership', product)
  const { done } = await importOf(id)
  expect((await written())['people']).toBe(done)

  product = await start()
  await until(id, ({ state }) => state === 'done')
  expect(await written()).toEqual(all)
  expect(await one(`select result from import where id = $1`, [id])).toEqual({
    result: { created: ROWS, changed: 0, skipped: 0, failed: 0 },
  })
  const told = `select count(*)::int as n from notification where kind = 'import-finished' and about_id = $1`
  expect(await one(told, [id])).toEqual({ n: 1 })

  await product.ask(by, 'imports.undo', { id })
  await until(id, ({ taken }) => taken > 0)
  await product.kill()
  product = await start()
  await until(id, ({ state }) => state === 'undone')
  expect(await one(`select undo from import where id = $1`, [id])).toEqual({
    undo: { undone: ROWS, partly: 0, kept: 0 },
  })
  expect((await written())['people']).toBe(0)

  // Cancelled after a kill in the middle: what is written stays, and nothing more comes.
  const second = await bring(product)
  await until(second, ({ state }) => state === 'planned')
  await product.ask(by, 'imports.commit', { id: second })
  await until(second, ({ done }) => done > 0)
  await product.kill()
  product = await start()
  await product.ask(by, 'imports.cancel', { id: second })
  const cancelled = await importOf(second)
  await sleep(700)
  expect(await importOf(second)).toEqual({ ...cancelled, state: 'cancelled' })
  expect((await written())['people']).toBe(cancelled.done)
  expect(cancelled.done).toBeLessThan(ROWS)
  await product.kill()
})
