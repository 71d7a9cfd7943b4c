import { NonRetriableError, RetryAfterError } from 'inngest'
import { describe, expect, it } from 'vitest'
import { START, workflowHarness } from '../test/harness.ts'

const harness = workflowHarness()
const statuses = () =>
  harness.query<{ functionId: string; status: string; output: unknown }>(
    'select function_id as "functionId", status, output from workflow.run order by id',
  )

describe('steps', () => {
  it('runs each step once and hands its result on', async () => {
    const done: string[] = []
    const { send, executor } = await harness.start((client) => [
      client.createFunction({ id: 'sum', triggers: [{ event: 'test/sum' }] }, async ({ event, step }) => {
        const one = await step.run('one', () => (done.push('one'), 1))
        const two = await step.run('two', () => (done.push('two'), one + (event.data as { add: number }).add))
        return { two }
      }),
    ])
    await send({ name: 'test/sum', data: { add: 4 } })
    expect(done).toEqual(['one', 'two'])
    expect(await statuses()).toEqual([{ functionId: 'test-sum', status: 'completed', output: { two: 5 } }])
    expect(await executor.operations.runs()).toMatchObject([
      { functionId: 'test-sum', status: 'completed', steps: ['one', 'two'], failure: null },
    ])
  })

  it('gives a repeated id its own result each time', async () => {
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'loop', triggers: [{ event: 'test/loop' }] }, async ({ step }) => {
        const all: number[] = []
        for (let i = 0; i < 5; i++) all.push(await step.run('same', () => i))
        return all
      }),
    ])
    await send({ name: 'test/loop' })
    expect((await statuses())[0]?.output).toEqual([0, 1, 2, 3, 4])
  })

  it('keeps texts that jsonb would refuse', async () => {
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'nul', triggers: [{ event: 'test/nul' }] }, async ({ event, step }) => {
        const text = await step.run('echo', () => (event.data as { text: string }).text)
        await step.sleep('nap', '1s')
        return text
      }),
    ])
    await send({ name: 'test/nul', data: { text: 'a\u0000b' } })
    expect((await statuses())[0]?.status).toBe('running')
  })

  it('runs parallel steps and goes on when all are done', async () => {
    const done: string[] = []
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'fan', triggers: [{ event: 'test/fan' }] }, async ({ step }) => {
        const parts = await Promise.all(
          ['x', 'y', 'z'].map((name) => step.run(name, () => (done.push(name), name.toUpperCase()))),
        )
        return step.run('join', () => (done.push('join'), parts.join('')))
      }),
    ])
    await send({ name: 'test/fan' })
    expect(done.slice(0, 3).sort()).toEqual(['x', 'y', 'z'])
    expect(done.slice(3)).toEqual(['join'])
    expect((await statuses())[0]?.output).toBe('XYZ')
  })

  it('lets the quicker branch of a race win, and each step happen once', async () => {
    const done: string[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction({ id: 'race', triggers: [{ event: 'test/race' }] }, async ({ step, group }) => {
        const winner = await group.parallel({ mode: 'race' }, () =>
          Promise.race([
            step.run('fast', () => (done.push('fast'), 'fast')),
            step.sleep('slow', '5s').then(() => 'slow'),
          ]),
        )
        await step.run('after', () => void done.push(`after ${winner}`))
        return winner
      }),
    ])
    await send({ name: 'test/race' })
    expect(done).toEqual(['fast', 'after fast'])
    await travel('1m')
    expect(done).toEqual(['fast', 'after fast'])
    expect(await statuses()).toMatchObject([{ status: 'completed', output: 'fast' }])
  })

  it('sends events from a step to other functions', async () => {
    const got: unknown[] = []
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'tell', triggers: [{ event: 'test/tell' }] }, async ({ step }) => {
        const { ids } = await step.sendEvent('emit', [
          { name: 'test/told', data: { v: 1 } },
          { name: 'test/told', data: { v: 2 } },
        ])
        return ids.length
      }),
      client.createFunction({ id: 'hear', triggers: [{ event: 'test/told' }] }, ({ event }) => {
        got.push(event.data)
      }),
    ])
    await send({ name: 'test/tell' })
    expect(got).toEqual(expect.arrayContaining([{ v: 1 }, { v: 2 }]))
    expect(got).toHaveLength(2)
  })
})

describe('failures', () => {
  it('retries a step on the server’s schedule and then goes on', async () => {
    const attempts: string[] = []
    const { send, clock, executor } = await harness.start((client) => [
      client.createFunction({ id: 'flaky', triggers: [{ event: 'test/flaky' }] }, ({ step, attempt }) =>
        step.run('flaky', () => {
          attempts.push(clock.now().toISOString())
          if (attempt < 3) throw new Error('not yet')
          return attempt
        }),
      ),
    ])
    await send({ name: 'test/flaky' })
    for (let due = await executor.nextDue(); due; due = await executor.nextDue()) {
      clock.set(due)
      await executor.idle()
    }
    const began = Date.parse(START)
    expect(attempts.map((at) => (Date.parse(at) - began) / 1_000)).toEqual([0, 15, 45, 105])
    expect(await statuses()).toMatchObject([{ status: 'completed', output: 3 }])
  })

  it('honours retry-after', async () => {
    const { send, executor, clock } = await harness.start((client) => [
      client.createFunction({ id: 'later', triggers: [{ event: 'test/later' }] }, ({ step, attempt }) =>
        step.run('later', () => {
          if (attempt === 0) throw new RetryAfterError('busy', '2h')
        }),
      ),
    ])
    await send({ name: 'test/later' })
    expect((await executor.nextDue())?.toISOString()).toBe('2026-03-02T10:00:00.000Z')
    clock.set('2026-03-02T10:00:00.000Z')
    await executor.idle()
    expect(await statuses()).toMatchObject([{ status: 'completed' }])
  })

  it('does not retry what can’t succeed', async () => {
    let tried = 0
    const { send, executor } = await harness.start((client) => [
      client.createFunction({ id: 'fatal', triggers: [{ event: 'test/fatal' }] }, ({ step }) =>
        step.run('fatal', () => {
          tried++
          throw new NonRetriableError('never')
        }),
      ),
    ])
    await send({ name: 'test/fatal' })
    expect(tried).toBe(1)
    expect(await statuses()).toMatchObject([
      { status: 'failed', output: { name: 'NonRetriableError', message: 'never', error: 'NonRetriableError' } },
    ])
    expect((await executor.operations.runs({ status: 'failed' }))[0]?.failure).toBe('never')
  })

  it('lets the function catch a step that has failed for good', async () => {
    const { send, travel } = await harness.start((client) => [
      client.createFunction({ id: 'catch', retries: 1, triggers: [{ event: 'test/catch' }] }, async ({ step }) => {
        try {
          await step.run('bad', () => {
            throw new Error('bad')
          })
        } catch (error) {
          return `caught ${(error as Error).message}`
        }
        return 'missed'
      }),
    ])
    await send({ name: 'test/catch' })
    await travel('1m')
    expect(await statuses()).toMatchObject([{ status: 'completed', output: 'caught bad' }])
  })

  it('ends after the last attempt and calls onFailure with the error and the event', async () => {
    const told: string[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        {
          id: 'failing',
          retries: 2,
          triggers: [{ event: 'test/failing' }],
          onFailure: ({ error, event }) => {
            told.push(`${error.message} ${event.data.function_id} ${JSON.stringify(event.data.event.data)}`)
          },
        },
        () => {
          throw new Error('broken')
        },
      ),
    ])
    await send({ name: 'test/failing', data: { id: 'f1' } })
    expect(told).toEqual([])
    await travel('10m')
    expect(told).toEqual(['broken test-failing {"id":"f1"}'])
    expect(await statuses()).toMatchObject([
      { functionId: 'test-failing', status: 'failed' },
      { functionId: 'test-failing-failure', status: 'completed' },
    ])
  })

  it('ends a run whose step returns more than the server would take', async () => {
    const { send, travel } = await harness.start((client) => [
      client.createFunction({ id: 'large', triggers: [{ event: 'test/large' }] }, ({ step }) =>
        step.run('large', () => 'x'.repeat(4 * 1024 * 1024 + 1)),
      ),
    ])
    await send({ name: 'test/large' })
    await travel('1h')
    expect(await statuses()).toMatchObject([{ status: 'failed', output: { name: 'LimitReached' } }])
  })
})
