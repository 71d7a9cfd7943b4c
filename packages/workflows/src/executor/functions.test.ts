import { describe, expect, it } from 'vitest'
import { createExecutor, createWorkflowClient, serveInProcess, type WorkflowClient } from '../index.ts'
import { readFunctions } from './functions.ts'

/** What `start()` says of a function; no database is reached, because it says it before. */
async function refusal(make: (client: WorkflowClient) => Parameters<typeof serveInProcess>[1]): Promise<string> {
  const executor = createExecutor({ connectionString: 'postgresql://nowhere.invalid/x' })
  const client = createWorkflowClient({ id: 'test', executor })
  const said = await executor.start(serveInProcess(client, make(client))).then(
    () => 'nothing',
    (error: Error) => error.message,
  )
  await executor.stop()
  return said
}

describe('functions that the executor can’t carry', () => {
  const triggers = [{ event: 'test/any' }]
  const options = {
    batchEvents: { maxSize: 5, timeout: '5s' },
    priority: { run: '1' },
    singleton: { mode: 'skip' },
  } as const
  it.each(Object.entries(options))('are refused at start: %s', async (option, value) => {
    const said = await refusal((client) => [client.createFunction({ id: 'odd', triggers, [option]: value }, () => 1)])
    expect(said).toContain(`test-odd: the option "${option}" is not supported`)
  })

  it('are refused at start: periods and limits that the server wouldn’t take', async () => {
    const said = await refusal((client) => [
      client.createFunction({ id: 'a', triggers, debounce: { period: '8d' } }, () => 1),
      client.createFunction({ id: 'b', triggers, throttle: { limit: 0, period: '1m' } }, () => 1),
      client.createFunction({ id: 'c', triggers, rateLimit: { limit: 1, period: '25h' } }, () => 1),
      client.createFunction({ id: 'd', triggers, timeouts: { finish: '0s' } }, () => 1),
      client.createFunction({ id: 'e', triggers, cancelOn: [{ event: 'x/stop', if: 'shout(async)' }] }, () => 1),
      client.createFunction({ id: 'f', triggers, concurrency: [{ limit: 1, scope: 'env' }] }, () => 1),
    ])
    expect(said.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^test-a: .*debounce\.period/),
      expect.stringMatching(/^test-b: .*throttle\.limit/),
      expect.stringMatching(/^test-c: .*rateLimit\.period/),
      expect.stringMatching(/^test-d: .*timeouts\.finish/),
      expect.stringMatching(/^test-e: .*cancelOn\.if/),
      expect.stringMatching(/^test-f: .*the scope "env" needs a key/),
    ])
  })

  it('are refused at start, all together, with expressions and schedules that can’t be read', async () => {
    const said = await refusal((client) => [
      client.createFunction({ id: 'one', triggers: [{ event: 'test/any', if: 'event.data.n % 2 == 0' }] }, () => 1),
      client.createFunction({ id: 'two', triggers: [{ cron: 'every morning' }] }, () => 1),
      client.createFunction({ id: 'three', triggers, idempotency: 'evnt.data.id' }, () => 1),
      client.createFunction({ id: 'four', triggers, concurrency: [{ limit: 1, key: 'shout(event)' }] }, () => 1),
    ])
    expect(said.split('\n').map((line) => line.split(':').slice(0, 2).join(':'))).toEqual([
      "The embedded executor can't run these functions:",
      'test-one: the option "triggers.if"',
      'test-two: the option "triggers.cron"',
      'test-three: the option "idempotency"',
      'test-four: the option "concurrency.key"',
    ])
  })

  it('include options that no SDK has yet', () => {
    const concurrency = [{ limit: 1 }, { limit: 2 }, { limit: 3 }]
    const config = {
      id: 'a',
      triggers: [{ event: 'x', sampling: 0.5 }],
      steps: { step: {} },
      teleport: true,
      concurrency,
    }
    expect(() => readFunctions([config])).toThrow(/"teleport"[\s\S]*"triggers\.sampling"[\s\S]*more than two limits/)
  })
})

describe('functions that it can', () => {
  it('get the server’s defaults', () => {
    const functions = readFunctions([
      { id: 'a', triggers: [{ event: 'x/*' }, { cron: '* * * * *' }], steps: { step: {} }, concurrency: 3 },
    ])
    expect(functions.get('a')).toEqual({
      id: 'a',
      name: 'a',
      events: [{ event: 'x/*' }],
      crons: ['* * * * *'],
      maxAttempts: 5,
      cancellations: [],
      concurrency: [{ limit: 3, scope: 'fn' }],
    })
  })
})
