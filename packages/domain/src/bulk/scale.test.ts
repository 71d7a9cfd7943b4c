/**
 * An act on everybody of a movement, done and taken back chunk by chunk: in bounded time, and no chunk reads a table of people from end to end.
 * Source: PPL-3, performance, "Reads".
 */
import { newId } from '@ministry/kernel/id'
import { largeHandles, seedLarge } from '@ministry/seed'
import { beforeAll, expect, test } from 'vitest'
import type { Database } from '@ministry/db'
import { createTag } from '../people/tags/create-tag.ts'
import { createWorld } from '../test-world.ts'
import { begin } from './begin.ts'
import { get } from './get.ts'
import { preview } from './preview.ts'
import { rows } from './rows.ts'
import { runChunk, undoChunk } from './run-chunk.ts'
import { undo } from './undo.ts'

const people = Number(process.env['BULK_PEOPLE'] ?? 6_000)
const { services, owner, ownerUrl, callerOf } = await createWorld()
beforeAll(async () => {
  await seedLarge(ownerUrl, { people, nodes: Math.ceil(people / 33), hash: () => Promise.resolve('') })
  await owner.query('vacuum analyze')
}, 180_000)

const tables = ['person', 'person_scope', 'membership', 'audit_entry', 'bulk_row']
/** The database, noting which tables its transactions really read from end to end. */
function watched(scanned: Set<string>): Database {
  return {
    ...services.db,
    transaction: (context, options, run) =>
      services.db.transaction(context, options, async (tx) => {
        const result = await run(tx)
        const found = await tx.client.query<{ name: string }>(
          'select relname as name from pg_stat_xact_user_tables where seq_scan > 0',
        )
        for (const { name } of found.rows) if (tables.includes(name)) scanned.add(name)
        return result
      }),
  }
}

test('everybody of the movement, tagged and untagged again', { timeout: 300_000 }, async () => {
  const { accountId, nodeId } = largeHandles.national
  const caller = await callerOf(accountId)
  const { id: tagId } = await createTag.call(services, caller, { nodeId, name: 'Everybody' })
  const selection = { nodeId, what: { act: 'tag' as const, tagId } }
  const times: Record<string, number> = {}
  const timed = async <T>(name: string, run: () => Promise<T>) => {
    const from = performance.now()
    const result = await run()
    times[name] = Math.round(performance.now() - from)
    return result
  }
  const { total, atOnce } = await timed('preview', () => preview.call(services, caller, selection))
  expect(total).toBeGreaterThan(people * 0.8)
  expect(atOnce).toBe(false)
  const { id } = await timed('begin', () => begin.call(services, caller, { ...selection, id: newId(), total }))
  const scanned = new Set<string>()
  const through = { ...services, db: watched(scanned) }
  await timed('run', async () => {
    while (!(await runChunk.call(through, caller, { id, take: 500 })).finished);
  })
  const done = await timed('get', () => get.call(through, caller, { id }))
  expect(done).toMatchObject({ state: 'done', total })
  expect(done.done).toBeGreaterThan(total * 0.8)
  await timed('rows', () => rows.call(through, caller, { id, show: 'done', take: 50 }))
  services.clock = { now: () => new Date(done.createdAt.getTime() + 60_000) }
  await timed('undo begun', () => undo.call(services, caller, { id }))
  await timed('undo', async () => {
    while (!(await undoChunk.call(through, caller, { id, take: 500 })).finished);
  })
  expect(await get.call(services, caller, { id })).toMatchObject({ state: 'undone', undone: done.done, spared: 0 })
  if (process.env['BULK_PEOPLE']) console.info(total, times)
  expect([...scanned]).toEqual([])
  // Five milliseconds a person on a busy machine; a chunk that grew with the whole would take many times that.
  for (const part of ['run', 'undo']) expect(times[part]).toBeLessThan(total * 5 + 5000)
  const { rows: left } = await owner.query(`select 1 from person where tag_ids @> array[$1::uuid]`, [tagId])
  expect(left).toEqual([])
})
