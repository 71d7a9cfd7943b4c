/** Large files on the real executor: written in the background, with the rights of that moment. Source: REP-3, ACS-3. */
import { story } from '@ministry/seed'
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Services } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { exportsFunctions } from './exports.workflow.ts'
import { beginExport } from './exports/begin.ts'
import { listExports, openExport } from './exports/open.ts'

const { services, owner, urls, as, clock } = await createWorld()
const { nodes } = story
const leader = await as('campus-leader')
const admin = await as('campus-administrator')
/** What happens before a file is written. */
let before: () => Promise<unknown> = () => Promise.resolve()
const { sessions } = services.auth
const watched: Services = {
  ...services,
  auth: {
    ...services.auth,
    sessions: {
      ...sessions,
      principalOf: async (account) => {
        await before()
        return sessions.principalOf(account)
      },
    },
  },
}
const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
const client = createWorkflowClient({ id: 'test', executor, clock })
const relay = createOutboxRelay({ connectionString: urls.relay, client, clock })
beforeAll(async () => {
  await owner.query(`
    insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at)
    select gen_random_uuid(), 'Zita Nr ' || i, '{}', '{}', '{}', '${nodes.kilima.id}', now(), now() from generate_series(1, 1100) i`)
  await owner.query(`
    insert into membership (id, person_id, node_id, is_home, state, joined_on)
    select gen_random_uuid(), id, home_node_id, true, 'member', '2026-01-01' from person where name like 'Zita Nr %'`)
  await executor.start(serveInProcess(client, exportsFunctions(client, watched)))
  relay.start()
})
afterAll(async () => {
  await relay.stop()
  await executor.stop()
})

const begin = (caller: typeof leader) =>
  beginExport.call(services, caller, { nodeId: nodes.kilima.id, format: 'csv', columns: ['email'] })
const fileOf = async (caller: typeof leader, id: string) =>
  (await listExports.call(services, caller, { nodeId: nodes.kilima.id })).find((file) => file.id === id)!

test('a large file is written in the background and holds everybody once', async () => {
  const { id, total, atOnce } = await begin(leader)
  expect(atOnce).toBe(false)
  await vi.waitFor(async () => expect((await fileOf(leader, id)).state).toBe('ready'), {
    timeout: 20_000,
    interval: 100,
  })
  const { content } = await openExport.call(services, leader, { id })
  const lines = (await new Response(content as BodyInit).text()).trimEnd().split('\r\n')
  expect(lines).toHaveLength(total + 1)
  expect(new Set(lines).size).toBe(lines.length)
  const { rows } = await owner.query(
    `select id from audit_entry where subject_id = $1 and action = 'people.exports.write'`,
    [id],
  )
  expect(rows).toHaveLength(1)
})

test('whose rights have ended meanwhile gets none, and is told', async () => {
  const { personId } = story.accounts['campus-administrator']
  before = () => owner.query(`update role_assignment set ends_at = $2 where person_id = $1`, [personId, clock.now()])
  const { id } = await begin(admin)
  await vi.waitFor(
    async () => {
      const { rows } = await owner.query<{ state: string }>(`select state from people_export where id = $1`, [id])
      expect(rows[0]!.state).toBe('failed')
    },
    { timeout: 20_000, interval: 100 },
  )
})
