import { unavailable } from '@ministry/kernel/errors'
import type { Mail } from '@ministry/mail'
import { story } from '@ministry/seed'
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createWorld } from '../test-world.ts'
import { messagingFunctions } from './messaging.workflow.ts'
import { storeReport } from './store-report.ts'
import { delivered } from './testing/postmark-fixtures.ts'
import { post, system, writeTo } from './testing/post.ts'

const { services, owner, urls, clock } = await createWorld()
const mails: Mail[] = []
let away = true
services.mail = {
  deliver: (mail) => {
    mails.push(mail)
    return away ? Promise.reject(unavailable('mail.token')) : Promise.resolve({ state: 'sent', providerId: 'p1' })
  },
  find: () => Promise.resolve(null),
  reactivate: () => Promise.resolve(true),
  lag: 120_000,
}
const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
const client = createWorkflowClient({ id: 'test', executor, clock })
const relay = createOutboxRelay({ connectionString: urls.relay, client, clock })
beforeAll(async () => {
  await owner.query('truncate outgoing_mail')
  await executor.start(serveInProcess(client, messagingFunctions(client, services)))
  relay.start()
})
afterAll(async () => {
  await relay.stop()
  await executor.stop()
})

test('a queued mail goes out after the commit, and is tried again while the provider is away', async () => {
  const kwame = story.accounts['cell-leader']
  await post(services, kwame, story.nodes.mustardSeed)
  await vi.waitFor(() => expect(mails).toHaveLength(1), 10_000)
  expect((await owner.query('select state from outgoing_mail')).rows).toEqual([{ state: 'queued' }])
  away = false
  await executor.idle()
  clock.set((await executor.nextDue())!)
  executor.wake()
  await vi.waitFor(
    async () => expect((await owner.query('select state from outgoing_mail')).rows).toEqual([{ state: 'sent' }]),
    10_000,
  )
  expect(mails.map(({ to }) => to)).toEqual([kwame.email, kwame.email])
})

test('what is ready at night goes in the morning', async () => {
  clock.set('2026-11-16T20:00:00Z') // 23:00 in Nairobi
  const { mailId } = await writeTo(services, {
    templateKey: 'welcome-1',
    personId: story.people.minh.id,
    nodeId: story.nodes.mustardSeed.id,
    dedupeKey: 'at night',
  })
  const state = async () => (await owner.query('select state from outgoing_mail where id = $1', [mailId])).rows[0].state
  await vi.waitFor(async () => expect(await state()).toBe('held'), 10_000)
  await executor.idle()
  clock.set('2026-11-17T05:00:00Z')
  executor.wake()
  await vi.waitFor(async () => expect(await state()).toBe('sent'), 10_000)
})

test('a report that was stored is applied', async () => {
  const { rows } = await owner.query(`select id from outgoing_mail where state = 'sent' and kind = 'ministry'`)
  const about = { mailId: rows[0].id as string, providerId: 'p1', to: story.accounts['small-group-member'].email }
  await storeReport.call(services, system, { body: JSON.stringify(delivered(about, '2026-11-17T05:00:09Z')) })
  await vi.waitFor(
    async () =>
      expect((await owner.query('select state from outgoing_mail where id = $1', [about.mailId])).rows).toEqual([
        { state: 'delivered' },
      ]),
    10_000,
  )
})
