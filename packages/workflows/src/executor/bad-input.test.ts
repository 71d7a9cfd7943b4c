import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { event } from '../catalogue.ts'
import { workflowHarness } from '../test/harness.ts'
import { until } from '../test/victims.ts'

const harness = workflowHarness()
const FLOOD = 1_000

type Handler = (context: { step: Steps }) => unknown
interface Steps {
  run(id: string, work: () => unknown): Promise<unknown>
  waitForEvent(id: string, options: { event: string; timeout: string }): Promise<unknown>
}

/** One function with two attempts; the text tells what became of the run after five minutes, and of its steps. */
async function outcomeOf(handler: Handler) {
  const running = await harness.start((client) => [
    client.createFunction({ id: 'bad', retries: 1, triggers: [{ event: 'test/bad' }] }, handler as never),
  ])
  await running.send({ name: 'test/bad' })
  await running.travel('5m')
  const [run] = await running.executor.operations.runs()
  const detail = run && (await running.executor.operations.run(run.id))
  await running.executor.stop()
  return { ...running, status: run?.status, failure: run?.failure, detail }
}

const circle = () => {
  const around: Record<string, unknown> = {}
  around['around'] = around
  return around
}
const thrower = (thrown: unknown) => () => {
  throw thrown
}

describe('what is thrown that is no error', () => {
  it.each<[unknown, string]>([
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [5n, '5'],
    [{ code: 'E1' }, '{"code":"E1"}'],
    [circle(), 'An object was thrown that is no error.'],
  ])('%s: the attempt fails, is tried again, and then the run fails and says so', async (thrown, message) => {
    for (const handler of [thrower(thrown), ({ step }: { step: Steps }) => step.run('s', thrower(thrown))]) {
      const { status, failure, detail } = await outcomeOf(handler)
      expect({ status, failure }).toEqual({ status: 'failed', failure: message })
      expect(detail?.attempts.map(({ error }) => error)).toMatchObject([{ message }])
      await harness.query('truncate workflow.run, workflow.event cascade')
    }
  })

  it('a text as long as a book is cut', async () => {
    const { failure } = await outcomeOf(({ step }) => step.run('s', thrower(new Error('x'.repeat(9_000_000)))))
    expect(failure).toHaveLength(20_001)
  })
})

describe('a result', () => {
  it.each<[string, unknown, string]>([
    ['with a circle', circle(), 'Converting circular structure to JSON'],
    ['with a big number', { cents: 5n }, 'Do not know how to serialize a BigInt'],
    ['that is a function', () => 1, 'a function is no data'],
  ])('%s fails the run at once, with the reason, and the step is done once', async (_, result, reason) => {
    let done = 0
    const step = await outcomeOf(async ({ step }) => {
      await step.run('s', () => {
        done++
        return result
      })
      return 'lost'
    })
    expect([step.status, step.failure]).toEqual(['failed', expect.stringContaining(reason)])
    expect(done).toBe(1)
    await harness.query('truncate workflow.run, workflow.event cascade')
    const whole = await outcomeOf(() => result)
    expect([whole.status, whole.failure]).toEqual(['failed', expect.stringContaining(reason)])
  })

  it('that is nothing is null, and a date its text', async () => {
    const { detail } = await outcomeOf(async ({ step }) => [
      await step.run('nothing', () => undefined),
      await step.run('date', () => new Date(0)),
    ])
    expect(detail).toMatchObject({ status: 'completed', output: [null, '1970-01-01T00:00:00.000Z'] })
  })

  it('of a function over 4 MB, and 32 MB or a thousand steps in one run, end it by name', async () => {
    const names: unknown[] = []
    const handlers: Handler[] = [
      () => 'x'.repeat(5_000_000),
      async ({ step }) => {
        for (let i = 0; i < 12; i++) await step.run(`large-${i}`, () => 'x'.repeat(3_500_000))
      },
      async ({ step }) => {
        for (let i = 0; i <= 1_000; i++) await step.run(`many-${i}`, () => i)
      },
    ]
    for (const handler of handlers) {
      const { detail } = await outcomeOf(handler)
      names.push((detail?.output as { name: string }).name, detail?.status)
      await harness.query('truncate workflow.run, workflow.event cascade')
    }
    expect(names).toEqual(['LimitReached', 'failed', 'LimitReached', 'failed', 'LimitReached', 'failed'])
  }, 60_000)

  it('that PostgreSQL will never take ends the run, instead of trying for ever', async () => {
    const { status, failure } = await outcomeOf(({ step }) =>
      step.waitForEvent('w', { event: 'never\u0000comes', timeout: '1h' }),
    )
    expect([status, failure]).toEqual(['failed', expect.stringContaining("can't be kept")])
  })
})

describe('an event', () => {
  const echo = (client: Parameters<Parameters<typeof harness.start>[0]>[0]) => [
    client.createFunction({ id: 'echo', triggers: [{ event: 'test/echo' }] }, ({ event }) => event.data),
  ]

  it.each<[string, Record<string, unknown>]>([
    ['U+0000 in keys and values', { 'k\u0000': 'x\u0000y' }],
    ['half a character', { half: '\ud800' }],
    ['a megabyte of text', { text: 'x'.repeat(1_000_000) }],
    ['two thousand levels', nested(2_000)],
  ])('with %s comes as it was sent', async (_, data) => {
    const { send, executor } = await harness.start(echo)
    await send({ name: 'test/echo', data })
    const [run] = await executor.operations.runs({ status: 'completed' })
    expect((await executor.operations.run(run?.id ?? ''))?.output).toEqual(data)
  })

  it('with the keys of prototypes changes no prototype', async () => {
    const { send, executor } = await harness.start(echo)
    const data = JSON.parse('{"__proto__":{"mine":1},"constructor":{"prototype":{"mine":1}},"id":1}') as object
    await send({ name: 'test/echo', data: data as never })
    expect('mine' in {}).toBe(false)
    expect(await executor.operations.runs({ status: 'completed' })).toHaveLength(1)
  })

  it.each<[string, Record<string, unknown>]>([
    ['a time beyond the year 9999', { ts: 9e15 }],
    ['a time before 1970', { ts: -1 }],
    ['half a character as its id', { id: '\ud800' }],
    ['U+0000 in its id', { id: 'a\u0000' }],
    ['a name without end', { name: 'x'.repeat(300) }],
    ['data that are a list', { data: [1] }],
  ])('with %s is refused, and nothing is kept of it', async (_, odd) => {
    const { client } = await harness.start(echo)
    await expect(client.send({ name: 'test/echo', data: {}, ...odd })).rejects.toThrow('Inngest API Error: 400')
    expect(await harness.query('select from workflow.event')).toEqual([])
  })

  it('whose schema a deploy has narrowed ends its run by name, and a replay helps when the schema is mended', async () => {
    const name = 'test/schema.narrowed'
    const sent = { name, data: { kind: 'old' } }
    const fit = (schema: Parameters<typeof event>[1]) => (client: Parameters<typeof echo>[0]) => [
      client.createFunction({ id: 'narrow', triggers: [event(name, schema).type] }, ({ event }) => event.data),
    ]
    const narrow = await harness.start(fit(z.object({ kind: z.literal('new') })))
    await narrow.send(sent)
    const [run] = await narrow.executor.operations.runs({ status: 'failed' })
    expect((await narrow.executor.operations.run(run?.id ?? ''))?.output).toMatchObject({
      name: 'EventValidationError',
    })
    await narrow.executor.stop()
    const mended = await harness.start(fit(z.object({ kind: z.string() })))
    await mended.executor.operations.replay(run?.id ?? '', 'again')
    await mended.executor.idle()
    expect(await mended.executor.operations.runs({ status: 'completed' })).toHaveLength(1)
  })

  it(
    'comes in a flood on one concurrency key: all are done in turn, and others get through meanwhile',
    { timeout: 120_000 },
    async () => {
      let atOnce = 0
      let most = 0
      const ids: number[] = []
      const { client, executor } = await harness.start((client) => [
        client.createFunction(
          { id: 'one', triggers: [{ event: 'test/one' }], concurrency: { limit: 1, key: 'event.data.key' } },
          async ({ event }) => {
            most = Math.max(most, ++atOnce)
            await Promise.resolve()
            atOnce--
            ids.push((event.data as { i: number }).i)
          },
        ),
        ...echo(client),
      ])
      const all = Array.from({ length: FLOOD }, (_, i) => ({ name: 'test/one', data: { key: 'same', i } }))
      await client.send(all)
      await client.send({ name: 'test/echo', data: {} })
      await until(
        async () => (await executor.operations.runs({ functionId: 'test-echo', status: 'completed' })).length === 1,
      )
      expect(ids.length).toBeLessThan(FLOOD)
      await executor.idle()
      expect([most, new Set(ids).size]).toEqual([1, FLOOD])
      expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    },
  )
})

describe('a clock that goes backwards', () => {
  it('loses nothing: what was due waits for its time again', async () => {
    const { send, travel, clock, executor } = await harness.start((client) => [
      client.createFunction({ id: 'sleeper', triggers: [{ event: 'test/sleep' }] }, async ({ step }) => {
        await step.sleep('nap', '10m')
        return 'rested'
      }),
    ])
    await send({ name: 'test/sleep' })
    await travel('5m')
    clock.set('2026-03-01T00:00:00.000Z')
    await send({ name: 'test/sleep' })
    expect(await executor.operations.runs({ status: 'running' })).toHaveLength(2)
    await travel('11m')
    expect(await executor.operations.runs({ status: 'completed' })).toHaveLength(1)
    await travel('33h')
    expect(await executor.operations.runs({ status: 'completed' })).toHaveLength(2)
  })
})

function nested(levels: number): Record<string, unknown> {
  let value: Record<string, unknown> = { end: true }
  for (let level = 0; level < levels; level++) value = { value }
  return value
}
