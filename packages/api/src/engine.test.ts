/** With an Inngest server the door is there, and only for whoever has its key. Source: OPS-4. */
import { createHmac } from 'node:crypto'
import { createTestDatabase } from '@ministry/db/test'
import { systemClock } from '@ministry/kernel/calendar'
import { afterAll, expect, test } from 'vitest'
import { openEngine, type Engine } from './engine.ts'

const { urls } = await createTestDatabase()
const quiet = () => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const key = '0f'.repeat(32)
const old = 'ab'.repeat(32)
const inngest = {
  eventKey: 'event-key-of-tests',
  signingKey: `signkey-prod-${key}`,
  signingKeyFallback: `signkey-prod-${old}`,
  baseUrl: 'http://127.0.0.1:1',
}
const origin = 'https://ministry.test'
// What a server on the web always gets.
const plain = { 'content-type': 'application/json', host: 'ministry.test' }
const engines: Engine[] = []
afterAll(() => Promise.all(engines.map((engine) => engine.stop())))
function open(server?: typeof inngest) {
  const engine = openEngine({ urls, clock: systemClock, log, origin, inngest: server })
  engines.push(engine)
  return engine
}
const address = `${origin}/api/inngest?fnId=ministry-one&stepId=step`
const body = JSON.stringify({
  ctx: { attempt: 0, run_id: 'r', stack: { current: 0, stack: [] } },
  event: { data: {}, name: 'test/one' },
  events: [{ data: {}, name: 'test/one' }],
  steps: {},
  use_api: false,
  version: 2,
})
function signed(method: string, content: string, by: string, headers: Record<string, string> = {}) {
  const time = Math.floor(systemClock.now().getTime() / 1000)
  const signature = createHmac('sha256', Buffer.from(by, 'utf8')).update(content).update(String(time)).digest('hex')
  return new Request(address, {
    method,
    headers: { ...plain, 'x-inngest-signature': `t=${time}&s=${signature}`, ...headers },
    ...(method !== 'GET' && { body: content }),
  })
}

test('without a server there is no door, and the functions run here', async () => {
  const engine = open()
  await engine.start([])
  expect(engine.answer).toBeUndefined()
  expect(engine.port.engine.at).toBe('here')
})

test('a server finds the door, signed by its key of now or of before, and nobody else does', async () => {
  const engine = open(inngest)
  expect(engine.port.engine).toEqual({ at: 'server', address: inngest.baseUrl })
  let calls = 0
  const one = engine.client.createFunction({ id: 'one', triggers: [{ event: 'test/one' }] }, () => ++calls)
  await engine.start([one])
  const status = async (request: Request) => (await engine.answer!(request)).status
  const unsigned = (method: string) =>
    new Request(address, { method, headers: plain, ...(method !== 'GET' && { body }) })
  for (const method of ['GET', 'POST', 'PUT']) expect(await status(unsigned(method)), method).toBe(401)
  expect(await status(signed('POST', body, 'cd'.repeat(32)))).toBe(401)
  const stale = signed('POST', body, key)
  stale.headers.set('x-inngest-signature', stale.headers.get('x-inngest-signature')!.replace(/t=\d+/, 't=1'))
  expect(await status(stale)).toBe(401)
  expect(calls).toBe(0)
  expect(await status(signed('POST', body, key))).toBeLessThan(300)
  expect(await status(signed('POST', body, old))).toBeLessThan(300)
  expect(calls).toBe(2)
  const sync = JSON.stringify({ url: `${origin}/api/inngest` })
  const registered = await engine.answer!(signed('PUT', sync, key, { 'x-inngest-sync-kind': 'in_band' }))
  expect(registered.status).toBe(200)
  expect(JSON.stringify(await registered.json())).toContain('ministry-one')
})
