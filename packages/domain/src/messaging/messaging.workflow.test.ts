import { unavailable } from '@ministry/kernel/errors'
import type { Mail } from '@ministry/mail'
import { story } from '@ministry/seed'
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createWorld } from '../test-world.ts'
import { messagingFunctions } from './messaging.workflow.ts'
import { post } from './testing/post.ts'

const { services, owner, urls, clock } = await createWorld()
const mails: Mail[] = []
let away = true
services.mail = {
  deliver: (mail) => {
    mails.push(mail)
    return away ? Promise.reject(unavailable('mail.token')) : Promise.resolve({ state: 'sent', providerId: 'p1' })
  },
  find: () => Promise.resolve(null),
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
