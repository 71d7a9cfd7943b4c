/** Nothing is orphaned where a node closes, and imports learn of it by the event. Source: ORG-3. */
import { story } from '@ministry/seed'
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { close } from '../org/close.ts'
import { open } from '../org/open.ts'
import { importKinds } from './testing/kinds.ts'
import { createWorld } from '../test-world.ts'
import { closedNodeFunctions } from './closed-nodes.workflow.ts'
import { upload } from './upload.ts'

const { services, owner, urls, clock, as } = await createWorld({ importKinds })
const { nodes } = story
const [director, campusAdmin] = [await as('regional-director'), await as('campus-administrator')]
const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
const client = createWorkflowClient({ id: 'test', executor, clock })
const relay = createOutboxRelay({ connectionString: urls.relay, client, clock })
beforeAll(async () => {
  await executor.start(serveInProcess(client, closedNodeFunctions(client, services)))
  relay.start()
})
afterAll(async () => {
  await relay.stop()
  await executor.stop()
})
const bring = async (nodeId: string, caller = director) =>
  (await upload.call(services, caller, { nodeId, fileName: 'people.csv', content: 'Name\nSomebody New\n' })).id
const states = async () =>
  Object.fromEntries((await owner.query('select id, state from import')).rows.map(({ id, state }) => [id, state]))

test('imports under way at what was closed are cancelled, others go on', async () => {
  const campus = await open.call(services, director, {
    parentId: nodes.highlands.id,
    kind: 'Campus',
    name: 'Short-lived',
  })
  const group = await open.call(services, director, { parentId: campus.id, kind: 'SmallGroup', name: 'Shorter' })
  const [atCampus, inGroup, planned, finished, elsewhere] = [
    await bring(campus.id),
    await bring(group.id),
    await bring(group.id),
    await bring(campus.id),
    await bring(nodes.kilima.id, campusAdmin),
  ]
  await owner.query(`update import set state = 'planned' where id = $1`, [planned])
  await owner.query(`update import set state = 'done' where id = $1`, [finished])
  await close.call(services, director, { nodeId: campus.id, withBelow: true })
  const expected = {
    [atCampus]: 'cancelled',
    [inGroup]: 'cancelled',
    [planned]: 'cancelled',
    [finished]: 'done',
    [elsewhere]: 'mapping',
  }
  await vi.waitFor(async () => expect(await states()).toEqual(expected), { timeout: 20_000, interval: 50 })
  const { rows } = await owner.query(
    `select subject_id, actor_person_id, actor_kind, after from audit_entry where action = 'imports.cancel' order by subject_id`,
  )
  expect(rows.map(({ subject_id }) => subject_id)).toEqual([atCampus, inGroup, planned].toSorted())
  for (const row of rows)
    expect(row).toMatchObject({
      actor_person_id: director.principal!.personId,
      actor_kind: 'workflow:imports-at-closed-node',
      after: { state: 'cancelled' },
    })

  await expect(bring(campus.id)).rejects.toMatchObject({ code: 'imports.upload.node-closed' })
  const around = owner.query(
    `insert into import (id, kind, node_id, account_id, person_id, file_name, state, source, created_at, updated_at)
     select gen_random_uuid(), kind, $1, account_id, person_id, file_name, 'mapping', source, created_at, updated_at from import limit 1`,
    [campus.id],
  )
  await expect(around).rejects.toThrow('closed')
})
