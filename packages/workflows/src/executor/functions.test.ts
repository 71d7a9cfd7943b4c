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
    rateLimit: { limit: 1, period: '1m' },
    throttle: { limit: 1, period: '1m' },
    debounce: { period: '1m' },
    priority: { run: '1' },
    singleton: { mode: 'skip' },
    timeouts: { finish: '1m' },
  } as const
  it.each(Object.entries(options))('are refused at start: %s', async (option, value) => {
    const said = await refusal((client) => [client.createFunction({ id: 'odd', triggers, [option]: value }, () => 1)])
    expect(said).toContain(`test-odd: the option "${option}" is not supported`)
  })

  it('are refused at start: cancelOn', async () => {
    const said = await refusal((client) => [
      client.createFunction({ id: 'odd', triggers, cancelOn: [{ event: 'test/stop' }] }, () => 1),
    ])
    expect(said).toContain('test-odd: the option "cancel" is not supported')
  })

  it('are refused at start, all together, with expressions and schedules that can’t be read', async () => {
    const said = await refusal((client) => [
      client.createFunction({ id: 'one', triggers: [{ event: 'test/any', if: 'event.data.n % 2 == 0' }] }, () => 1),
      client.createFunction({ id: 'two', triggers: [{ cron: 'every morning' }] }, () => 1),
      client.createFunction({ id: 'three', triggers, idempotency: 'evnt.data.id' }, () => 1),
      client.createFunction({ id: 'four', triggers, concurrency: [{ limit: 1, key: 'shout(event)' }] }, () => 1),
      client.createFunction(
        { id: 'five', triggers, concurrency: [{ limit: 1 }, { limit: 2, scope: 'env', key: '"x"' }] },
        () => 1,
      ),
    ])
    expect(said.split('\n').map((line) => line.split(':').slice(0, 2).join(':'))).toEqual([
      "The embedded executor can't run these functions:",
      'test-one: the option "triggers.if"',
      'test-two: the option "triggers.cron"',
      'test-three: the option "idempotency"',
      'test-four: the option "concurrency.key"',
      'test-five: the option "concurrency with more than one limit" is not supported',
    ])
  })

  it('include options that no SDK has yet', () => {
    const config = { id: 'a', triggers: [{ event: 'x', sampling: 0.5 }], steps: { step: {} }, teleport: true }
    expect(() => readFunctions([config])).toThrow(/"teleport"[\s\S]*"triggers\.sampling"/)
  })
})

describe('functions that it can', () => {
  it('get the server’s defaults', () => {
    const functions = readFunctions([
      { id: 'a', triggers: [{ event: 'x/*' }, { cron: '* * * * *' }], steps: { step: {} }, concurrency: 3 },
    ])
    expect(functions.get('a')).toEqual({
      id: 'a',
      events: [{ event: 'x/*' }],
      crons: ['* * * * *'],
      maxAttempts: 5,
      concurrency: { limit: 3, scope: 'fn' },
    })
  })
})
