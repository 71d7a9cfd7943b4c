import { describe, expect, it } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import { workflowHarness } from '../test/harness.ts'

const harness = workflowHarness()
const runs = () =>
  harness.query<{ functionId: string; status: string; output: unknown }>(
    'select function_id as "functionId", status, output from workflow.run order by id',
  )
const statuses = async () => (await runs()).map(({ status }) => status)
const nothingLeft = async () => {
  expect(await harness.query('select from workflow.job')).toEqual([])
  expect(await harness.query('select from workflow.wait')).toEqual([])
}

describe('cancelOn', () => {
  it('cancels the runs that match, sleeping or not, and only those', async () => {
    const done: unknown[] = []
    const told: unknown[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        { id: 'long', triggers: [{ event: 'test/long' }], cancelOn: [{ event: 'test/stop', match: 'data.id' }] },
        async ({ event, step }) => {
          await step.sleep('nap', '1d')
          await step.run('after', () => void done.push((event.data as { id: string }).id))
        },
      ),
      client.createFunction({ id: 'told', triggers: [{ event: 'inngest/function.cancelled' }] }, ({ event }) => {
        const { function_id, error } = event.data as { function_id: string; error: { message: string } }
        told.push([function_id, error.message])
      }),
    ])
    await send(...['a', 'b', 'c'].map((id) => ({ name: 'test/long', data: { id } })))
    await send({ name: 'test/stop', data: { id: 'b' } }, { name: 'test/stop', data: { id: 'other' } })
    await travel('2d')
    expect(done.toSorted()).toEqual(['a', 'c'])
    expect((await statuses()).filter((status) => status === 'cancelled')).toHaveLength(1)
    expect(told).toEqual([['test-long', 'function cancelled']])
    await nothingLeft()
  })

  it('counts in the order of the events, even of one send; what starts a run doesn’t cancel it', async () => {
    const { send } = await harness.start((client) => [
      client.createFunction(
        {
          id: 'latest',
          triggers: [{ event: 'test/edit' }],
          cancelOn: [{ event: 'test/edit', if: 'async.data.id == event.data.id' }],
        },
        ({ step }) => step.sleep('nap', '1d'),
      ),
    ])
    await send(...[1, 1, 2, 1].map((id) => ({ name: 'test/edit', data: { id } })))
    expect(await statuses()).toEqual(['cancelled', 'cancelled', 'running', 'running'])
  })

  it('no longer counts after its timeout', async () => {
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        { id: 'late', triggers: [{ event: 'test/late' }], cancelOn: [{ event: 'test/stop', timeout: '1h' }] },
        ({ step }) => step.sleep('nap', '1d'),
      ),
    ])
    await send({ name: 'test/late' })
    await travel('2h')
    await send({ name: 'test/stop' })
    expect(await statuses()).toEqual(['running'])
  })

  it('reaches a run that an event of the future has only planned', async () => {
    let ran = 0
    const { send, travel, clock } = await harness.start((client) => [
      client.createFunction(
        { id: 'planned', triggers: [{ event: 'test/planned' }], cancelOn: [{ event: 'test/stop' }] },
        () => void ran++,
      ),
    ])
    await send({ name: 'test/planned', ts: clock.now().getTime() + 3_600_000 })
    await send({ name: 'test/stop' })
    await travel('2h')
    expect(ran).toBe(0)
    await nothingLeft()
  })

  it('tells the run that invoked it', async () => {
    const { send } = await harness.start((client) => {
      const child = client.createFunction(
        { id: 'child', triggers: [{ event: 'test/child' }], cancelOn: [{ event: 'test/stop' }] },
        ({ step }) => step.sleep('nap', '1d'),
      )
      const parent = client.createFunction({ id: 'parent', triggers: [{ event: 'test/parent' }] }, ({ step }) =>
        step.invoke('call', { function: child, data: {} }).catch((error: Error) => error.message),
      )
      return [child, parent]
    })
    await send({ name: 'test/parent' })
    await send({ name: 'test/stop' })
    expect((await runs()).find(({ functionId }) => functionId === 'test-parent')?.output).toBe('function cancelled')
  })
})

describe('debounce', () => {
  const start = (debounce: { period: '10m'; timeout?: '25m'; key: string }) => {
    const got: unknown[] = []
    return harness
      .start((client) => [
        client.createFunction({ id: 'calm', triggers: [{ event: 'test/calm' }], debounce }, ({ event }) => {
          got.push((event.data as { v: unknown }).v)
        }),
      ])
      .then((started) => ({ ...started, got }))
  }
  // U+0000 is what PostgreSQL likes least.
  const calm = (k: string, v: number, ts?: number) => ({
    name: 'test/calm',
    data: { k: `${k}\u0000`, v },
    ...(ts && { ts }),
  })

  it('starts once with the last event, when its key has been quiet for the period', async () => {
    const { send, travel, got } = await start({ period: '10m', key: 'event.data.k' })
    await send(calm('a', 1), calm('b', 9))
    await travel('6m')
    await send(calm('a', 2))
    await travel('6m')
    expect(got).toEqual([9])
    await travel('4m')
    expect(got).toEqual([9, 2])
    await nothingLeft()
  })

  it('waits no longer than its timeout, however many come', async () => {
    const { send, travel, got } = await start({ period: '10m', timeout: '25m', key: 'event.data.k' })
    for (let i = 0; i < 6; i++) {
      await send(calm('a', i))
      await travel('5m')
    }
    // The sixth came at 25 minutes, when the first five had just started.
    expect(got).toEqual([4])
    await travel('10m')
    expect(got).toEqual([4, 5])
  })

  it('is not moved by an event that is older than the one that waits', async () => {
    const { send, travel, got, clock } = await start({ period: '10m', key: 'event.data.k' })
    await send(calm('a', 2))
    await send(calm('a', 1, clock.now().getTime() - 60_000))
    await travel('10m')
    expect(got).toEqual([2])
  })
})

describe('throttle', () => {
  it('spreads starts evenly over the period, first come first served, for each key', async () => {
    const began: string[] = []
    const { send, travel, clock, executor } = await harness.start((client) => [
      client.createFunction(
        {
          id: 'even',
          triggers: [{ event: 'test/even' }],
          throttle: { limit: 6, period: '1h', key: 'event.data.k' },
        },
        async ({ event, step }) => {
          const { k, i } = event.data as { k: string; i: number }
          began.push(`${k}${i} ${clock.now().toISOString().slice(11, 16)}`)
          await step.run('twice', () => 1)
          await step.sleep('nap', '1m')
        },
      ),
    ])
    await send(...[1, 2, 3].map((i) => ({ name: 'test/even', data: { k: 'a', i } })))
    await send({ name: 'test/even', data: { k: 'b', i: 1 } })
    expect((await executor.nextDue())?.toISOString()).toBe('2026-03-02T08:01:00.000Z')
    await travel('1h')
    expect([...new Set(began)].toSorted()).toEqual([
      'a1 08:00',
      'a1 08:01',
      'a2 08:10',
      'a2 08:11',
      'a3 08:20',
      'a3 08:21',
      'b1 08:00',
      'b1 08:01',
    ])
    await nothingLeft()
  })

  it('lets a burst start at once', async () => {
    const began: string[] = []
    const { send, travel, clock } = await harness.start((client) => [
      client.createFunction(
        { id: 'burst', triggers: [{ event: 'test/burst' }], throttle: { limit: 1, period: '10m', burst: 3 } },
        () => void began.push(clock.now().toISOString().slice(11, 16)),
      ),
    ])
    await send(...Array.from({ length: 5 }, () => ({ name: 'test/burst' })))
    await travel('1h')
    expect(began).toEqual(['08:00', '08:00', '08:00', '08:10', '08:20'])
  })

  it('gives the place of a cancelled run to the next', async () => {
    const began: unknown[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        {
          id: 'queue',
          triggers: [{ event: 'test/queue' }],
          throttle: { limit: 1, period: '1h' },
          cancelOn: [{ event: 'test/stop', match: 'data.i' }],
        },
        ({ event }) => void began.push((event.data as { i: number }).i),
      ),
    ])
    await send(...[1, 2, 3].map((i) => ({ name: 'test/queue', data: { i } })))
    await send({ name: 'test/stop', data: { i: 2 } })
    await travel('1h')
    expect(began).toEqual([1, 3])
  })
})

describe('rateLimit', () => {
  it('drops what comes too fast, and takes the next when its time has come', async () => {
    const got: unknown[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        { id: 'rare', triggers: [{ event: 'test/rare' }], rateLimit: { limit: 1, period: '4h', key: 'event.data.k' } },
        ({ event }) => void got.push((event.data as { i: number }).i),
      ),
    ])
    await send({ name: 'test/rare', data: { k: 'a', i: 1 } }, { name: 'test/rare', data: { k: 'a', i: 2 } })
    await send({ name: 'test/rare', data: { k: 'b', i: 3 } })
    await travel('239m')
    await send({ name: 'test/rare', data: { k: 'a', i: 4 } })
    await travel('1m')
    await send({ name: 'test/rare', data: { k: 'a', i: 5 } })
    expect(got.toSorted()).toEqual([1, 3, 5])
  })
})

describe('two concurrency limits', () => {
  it('both hold: one of a tenant at a time, and two of an account that two functions share', async () => {
    const now = new Map<string, number>()
    const most = new Map<string, number>()
    const work = async (keys: string[]) => {
      for (const key of keys) {
        now.set(key, (now.get(key) ?? 0) + 1)
        most.set(key, Math.max(most.get(key) ?? 0, now.get(key) ?? 0))
      }
      await sleep(40)
      for (const key of keys) now.set(key, (now.get(key) ?? 0) - 1)
    }
    const { send } = await harness.start((client) =>
      ['one', 'two'].map((id) =>
        client.createFunction(
          {
            id,
            triggers: [{ event: 'test/both' }],
            concurrency: [
              { limit: 1, key: 'event.data.tenant' },
              { limit: 2, scope: 'account', key: '"mail"' },
            ],
          },
          ({ event, step }) =>
            step.run('work', () => work([`${id} ${(event.data as { tenant: string }).tenant}`, 'all'])),
        ),
      ),
    )
    await send(...['A', 'A', 'B', 'B', 'C'].map((tenant) => ({ name: 'test/both', data: { tenant } })))
    expect(most.get('all')).toBe(2)
    expect(most.get('one A')).toBe(1)
    expect(most.get('two B')).toBe(1)
    expect(await statuses()).toEqual(Array.from({ length: 10 }, () => 'completed'))
  })
})

describe('timeouts', () => {
  it('cancel a run that isn’t called in time, and let one that is', async () => {
    const began: unknown[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        {
          id: 'slow',
          triggers: [{ event: 'test/slow' }],
          throttle: { limit: 1, period: '1h' },
          timeouts: { start: '30m' },
        },
        async ({ event, step }) => {
          began.push((event.data as { i: number }).i)
          await step.sleep('nap', '2h')
        },
      ),
    ])
    await send(...[1, 2].map((i) => ({ name: 'test/slow', data: { i } })))
    await travel('3h')
    expect([...new Set(began)]).toEqual([1])
    expect(await runs()).toMatchObject([
      { status: 'completed' },
      { status: 'cancelled', output: { name: 'Cancelled', message: expect.stringContaining('did not start') } },
    ])
    await nothingLeft()
  })

  it('cancel a run that doesn’t finish in time', async () => {
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        { id: 'endless', triggers: [{ event: 'test/endless' }], timeouts: { finish: '3h' } },
        async ({ step }) => {
          for (let hour = 0; ; hour++) await step.sleep(`hour-${hour}`, '1h')
        },
      ),
    ])
    await send({ name: 'test/endless' })
    await travel('1d')
    expect(await runs()).toMatchObject([
      { status: 'cancelled', output: { message: expect.stringContaining('did not finish') } },
    ])
    await nothingLeft()
  })

  it('count a step that never ends as a failed attempt, and end the run after the last', async () => {
    let began = 0
    const { send, travel } = await harness.start(
      (client) => [
        client.createFunction({ id: 'hangs', retries: 1, triggers: [{ event: 'test/hangs' }] }, ({ step }) =>
          step.run('hang', () => {
            began++
            return new Promise(() => undefined)
          }),
        ),
      ],
      { callTimeoutMs: 50 },
    )
    await send({ name: 'test/hangs' })
    await travel('1m')
    expect(began).toBe(2)
    expect(await runs()).toMatchObject([{ status: 'failed', output: { name: 'CallTimeout' } }])
  })
})

describe('a function that is gone', () => {
  it('ends its runs with a sentence when it doesn’t come back', async () => {
    const first = await harness.start((client) => [
      client.createFunction({ id: 'gone', triggers: [{ event: 'test/gone' }] }, ({ step }) => step.sleep('nap', '1h')),
    ])
    await first.send({ name: 'test/gone' })
    await first.executor.stop()
    const without = await harness.start(() => [], { clock: first.clock, missingFunctionMs: 600_000 })
    await without.travel('65m')
    expect(await statuses()).toEqual(['running'])
    await without.travel('10m')
    expect(await runs()).toMatchObject([
      { status: 'failed', output: { name: 'FunctionMissing', message: expect.stringContaining('"test-gone"') } },
    ])
  })
})

describe('an event id', () => {
  it('counts again after a day, unless it is the same event told once more', async () => {
    let ran = 0
    const { send, travel, clock } = await harness.start((client) => [
      client.createFunction({ id: 'daily', triggers: [{ event: 'test/daily' }] }, () => void ran++),
    ])
    const ts = clock.now().getTime()
    await send({ id: 'digest', name: 'test/daily', ts })
    await travel('23h')
    await send({ id: 'digest', name: 'test/daily' })
    expect(ran).toBe(1)
    await travel('2h')
    await send({ id: 'digest', name: 'test/daily', ts })
    expect(ran).toBe(1)
    await send({ id: 'digest', name: 'test/daily' })
    expect(ran).toBe(2)
  })
})
