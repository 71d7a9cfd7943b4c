import { createHmac } from 'node:crypto'
import { systemClock } from '@ministry/kernel/calendar'
import { describe, expect, it, vi } from 'vitest'
import { createWorkflowClient, serveSigned } from './index.ts'

const KEY = 'signkey-prod-0123456789abcdef0123456789abcdef'
const BEFORE = 'signkey-prod-fedcba9876543210fedcba9876543210'
const STRANGER = 'signkey-prod-00000000000000000000000000000000'
const MINUTE = 60

/** As RFC 8785 has it, for what is sent here: keys in order, nothing between. */
const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(canonical).join(',')}]`
    : typeof value === 'object' && value !== null
      ? `{${Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
          .join(',')}}`
      : JSON.stringify(value)

const call = {
  version: 2,
  event: { id: 'e', name: 'test/paid', data: {}, ts: 1 },
  events: [{ id: 'e', name: 'test/paid', data: {}, ts: 1 }],
  steps: {},
  ctx: { run_id: 'r', attempt: 0, max_attempts: 4, stack: { stack: [], current: 0 } },
}

/** `t=…&s=…` of the body, signed so many seconds ago. Source: Inngest SDK spec §4.1.3. */
function signature(body: unknown, key: string, secondsAgo = 0): string {
  const at = Math.floor(systemClock.now().getTime() / 1_000) - secondsAgo
  const secret = key.replace(/^signkey-\w+-/, '')
  const signed = createHmac('sha256', secret).update(canonical(body)).update(String(at)).digest('hex')
  return `t=${at}&s=${signed}`
}

function endpoint() {
  const done: string[] = []
  const client = createWorkflowClient({
    id: 'pay',
    eventKey: 'event-key',
    signingKey: KEY,
    signingKeyFallback: BEFORE,
    baseUrl: 'http://127.0.0.1:9',
  })
  const pay = client.createFunction({ id: 'out', triggers: [{ event: 'test/paid' }] }, () => void done.push('paid'))
  const handle = serveSigned(client, [pay])
  const ask = (method: string, signed?: string, body: unknown = call) =>
    handle(
      new Request('http://127.0.0.1/api/inngest?fnId=pay-out&stepId=step', {
        method,
        headers: {
          'content-type': 'application/json',
          host: '127.0.0.1',
          ...(signed && { 'x-inngest-signature': signed }),
        },
        ...(method !== 'GET' && { body: JSON.stringify(body) }),
      }),
    )
  return { ask, done }
}

describe('the endpoint for an Inngest server', () => {
  it('calls the function when the key of now or of before has signed', async () => {
    const { ask, done } = endpoint()
    expect((await ask('POST', signature(call, KEY))).status).toBe(200)
    expect((await ask('POST', signature(call, BEFORE))).status).toBe(200)
    expect(done).toEqual(['paid', 'paid'])
  })

  it.each<[string, string | undefined]>([
    ['no signature', undefined],
    ['an empty one', ''],
    ['nonsense', 'nonsense'],
    ['a stranger’s key', signature(call, STRANGER)],
    ['the signature of another body', signature({ ...call, version: 1 }, KEY)],
    ['a signature of six minutes ago', signature(call, KEY, 6 * MINUTE)],
    ['a signature of a time to come', signature(call, KEY, -6 * MINUTE)],
    ['a time that was moved', signature(call, KEY, 6 * MINUTE).replace(/t=\d+/, signature(call, KEY).slice(0, 12))],
  ])('refuses %s, and does nothing', async (_, signed) => {
    const { ask, done } = endpoint()
    for (const method of ['POST', 'PUT']) {
      const answer = await ask(method, signed)
      expect(answer.status).toBe(401)
      expect(await answer.text()).toBe('{"message":"Unauthorized"}')
    }
    expect(done).toEqual([])
  })

  it('says nothing of its functions or keys to whoever asks', async () => {
    const answer = await endpoint().ask('GET')
    const said = `${JSON.stringify([...answer.headers])} ${await answer.text()}`
    for (const secret of ['pay', '0123456789', 'inngest-js', 'function_count']) expect(said).not.toContain(secret)
  })

  it('stays signed whatever the environment says', async () => {
    vi.stubEnv('INNGEST_DEV', '1')
    try {
      const { ask, done } = endpoint()
      expect((await ask('POST')).status).toBe(401)
      expect(done).toEqual([])
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
