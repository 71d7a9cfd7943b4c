/** Acts on more people than one waits for, on the real executor: in chunks, with the rights of the moment. Source: PPL-3, ACS-3. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Caller } from '../context.ts'
import { createTag } from '../people/tags/create-tag.ts'
import { createWorld } from '../test-world.ts'
import { begin } from './begin.ts'
import { bulkFunctions } from './bulk.workflow.ts'
import { get } from './get.ts'
import { stop } from './stop.ts'
import { undo } from './undo.ts'

const { services, owner, urls, as, clock } = await createWorld()
const { nodes } = story
const leader = await as('campus-leader')
const admin = await as('campus-administrator')
const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
const client = createWorkflowClient({ id: 'test', executor, clock })
const relay = createOutboxRelay({ connectionString: urls.relay, client, clock })
const PEOPLE = 1100
beforeAll(async () => {
  await owner.query(
    `insert into person (id, name, emails, phones, languages, home_node_id, city, created_at, updated_at)
     select gen_random_uuid(), 'Zita Nr ' || i, '{}', '{}', '{}', $1, 'Zitaville', now(), now() from generate_series(1, $2) i`,
    [nodes.kilima.id, PEOPLE],
  )
  await owner.query(`
    insert into membership (id, person_id, node_id, is_home, state, joined_on)
    select gen_random_uuid(), id, home_node_id, true, 'member', '2026-01-01' from person where name like 'Zita Nr %'`)
})
afterAll(async () => {
  await relay.stop()
  await executor.stop()
})

const filter = { where: { field: 'city' as const, has: ['Zitaville'] } }
async function begun(by: Caller, name: string) {
  const { id: tagId } = await createTag.call(services, leader, { nodeId: nodes.kilima.id, name })
  const what = { act: 'tag' as const, tagId }
  return begin.call(services, by, { id: newId(), nodeId: nodes.kilima.id, what, filter, total: PEOPLE })
}
const until = (id: string, state: string) =>
  vi.waitFor(async () => expect((await get.call(services, leader, { id })).state).toBe(state), {
    timeout: 20_000,
    interval: 100,
  })
const toldOf = async (id: string) =>
  (await owner.query<{ kind: string }>(`select kind from notification where about_id = $1 order by kind`, [id])).rows

test('stopped before it began, nothing comes of it', async () => {
  const { id, state } = await begun(leader, 'Stopped')
  expect(state).toBe('running')
  await expect(undo.call(services, leader, { id })).rejects.toMatchObject({ code: 'bulk.undo.not-now' })
  expect((await get.call(services, leader, { id })).mayStop).toBe(true)
  await stop.call(services, leader, { id })
  expect(await stop.call(services, leader, { id })).toEqual({ id, state: 'stopped' })
  await executor.start(serveInProcess(client, bulkFunctions(client, services)))
  relay.start()
  await expect(undo.call(services, leader, { id })).rejects.toMatchObject({ code: 'bulk.undo.nothing-done' })
})

test('done in the background, told, taken back in the background', async () => {
  const { id } = await begun(leader, 'Many')
  await until(id, 'done')
  expect(await get.call(services, leader, { id })).toMatchObject({ total: PEOPLE, done: PEOPLE, same: 0, left: 0 })
  clock.set(new Date(clock.now().getTime() + 60_000))
  expect(await undo.call(services, leader, { id })).toEqual({ id, state: 'undoing' })
  await until(id, 'undone')
  expect(await get.call(services, leader, { id })).toMatchObject({ undone: PEOPLE, spared: 0 })
  const { rows } = await owner.query(
    `select action, count(*)::int as n, count(distinct subject_id)::int as people from audit_entry
      where noun = 'Person' and action like 'bulk.%' group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { action: 'bulk.run-chunk', n: PEOPLE, people: PEOPLE },
    { action: 'bulk.undo-chunk', n: PEOPLE, people: PEOPLE },
  ])
  expect(await toldOf(id)).toEqual([{ kind: 'bulk-done' }, { kind: 'bulk-undone' }])
})

test('whose rights have ended meanwhile does nothing more, and is told', async () => {
  const { personId } = story.accounts['campus-administrator']
  const { principalOf } = services.auth.sessions
  let asked = 0
  vi.spyOn(services.auth.sessions, 'principalOf').mockImplementation(async (account) => {
    // After the first chunk.
    if (++asked === 2)
      await owner.query(`update role_assignment set ends_at = $2 where person_id = $1`, [personId, clock.now()])
    return principalOf(account)
  })
  const { id } = await begun(admin, 'Ended')
  await until(id, 'failed')
  const act = await get.call(services, leader, { id })
  expect(act).toMatchObject({ done: 500, problem: { code: 'bulk.stopped.rights' } })
  expect(await toldOf(id)).toEqual([{ kind: 'bulk-failed' }])
  // What was done can be taken back by whoever may.
  expect(act.undoUntil).not.toBe(null)
  clock.set(new Date(clock.now().getTime() + 60_000))
  expect(await undo.call(services, leader, { id })).toEqual({ id, state: 'undone' })
})
