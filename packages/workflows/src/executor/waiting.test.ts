import { describe, expect, it } from 'vitest'
import { fixedClock } from '@ministry/kernel/calendar'
import { workflowHarness } from '../test/harness.ts'

const harness = workflowHarness()
const outputs = async () =>
  (await harness.query<{ output: unknown }>('select output from workflow.run order by id')).map(({ output }) => output)
const count = async (status: string) =>
  (await harness.query<{ n: number }>('select count(*)::int as n from workflow.run where status = $1', [status]))[0]?.n

describe('time', () => {
  it('sleeps fourteen days in a moment', async () => {
    const done: string[] = []
    const { send, travel, clock } = await harness.start((client) => [
      client.createFunction({ id: 'sleep', triggers: [{ event: 'test/sleep' }] }, async ({ step }) => {
        await step.sleep('fortnight', '14d')
        await step.run('wake', () => void done.push(clock.now().toISOString()))
      }),
    ])
    await send({ name: 'test/sleep' })
    await travel('13d')
    expect(done).toEqual([])
    await travel('1d')
    expect(done).toEqual(['2026-03-16T08:00:00.000Z'])
  })

  it('sleeps until an instant, and not at all if it has passed', async () => {
    const done: string[] = []
    const { send, travel, clock } = await harness.start((client) => [
      client.createFunction({ id: 'until', triggers: [{ event: 'test/until' }] }, async ({ step }) => {
        await step.sleepUntil('past', '2025-01-01T00:00:00Z')
        await step.run('a', () => void done.push(clock.now().toISOString()))
        await step.sleepUntil('easter', '2026-04-05T06:00:00Z')
        await step.run('b', () => void done.push(clock.now().toISOString()))
      }),
    ])
    await send({ name: 'test/until' })
    await travel('60d')
    expect(done).toEqual(['2026-03-02T08:00:00.000Z', '2026-04-05T06:00:00.000Z'])
  })

  it('refuses to sleep for more than a year', async () => {
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'long', triggers: [{ event: 'test/long' }] }, ({ step }) =>
        step.sleep('long', '400d'),
      ),
    ])
    await send({ name: 'test/long' })
    expect(await outputs()).toMatchObject([{ name: 'LimitReached' }])
  })

  it('fires a schedule in its zone, over the change to summer time', async () => {
    const fired: string[] = []
    const { travel, clock } = await harness.start(
      (client) => [
        client.createFunction({ id: 'morning', triggers: [{ cron: 'TZ=Europe/Paris 0 9 * * *' }] }, () => {
          fired.push(clock.now().toISOString())
        }),
      ],
      { clock: fixedClock('2026-03-27T12:00:00Z') },
    )
    await travel('3d')
    expect(fired).toEqual(['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z'])
  })

  it('makes up for missed times of a schedule with one run', async () => {
    let fired = 0
    const { clock, executor } = await harness.start((client) => [
      client.createFunction({ id: 'hourly', triggers: [{ cron: '0 * * * *' }] }, () => void fired++),
    ])
    await executor.idle()
    clock.set('2026-03-09T08:30:00Z')
    await executor.idle()
    expect(fired).toBe(1)
    expect((await executor.nextDue())?.toISOString()).toBe('2026-03-09T09:00:00.000Z')
  })

  it('keeps an event of the future until its time', async () => {
    const got: unknown[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        { id: 'future', triggers: [{ event: 'test/future' }] },
        ({ event }) => void got.push(event.data),
      ),
    ])
    await send({ name: 'test/future', data: { v: 1 }, ts: Date.parse('2026-03-02T09:00:00Z') })
    expect(got).toEqual([])
    await travel('1h')
    expect(got).toEqual([{ v: 1 }])
  })
})

describe('events', () => {
  it('counts an event id once', async () => {
    let ran = 0
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'once', triggers: [{ event: 'test/once' }] }, () => void ran++),
    ])
    await send({ id: 'same', name: 'test/once' }, { id: 'same', name: 'test/once' })
    await send({ id: 'same', name: 'test/once' })
    await send({ id: 'other', name: 'test/once' })
    expect(ran).toBe(2)
  })

  it('triggers only where the condition holds', async () => {
    const got: unknown[] = []
    const { send, complaints } = await harness.start((client) => [
      client.createFunction(
        {
          id: 'filtered',
          triggers: [{ event: 'test/kind', if: "event.data.kind == 'yes' && event.data.missing != 'x'" }],
        },
        ({ event }) => void got.push(event.data),
      ),
      client.createFunction(
        { id: 'errs', triggers: [{ event: 'test/kind', if: "event.data.n > '3'" }] },
        () => void got.push('erred'),
      ),
    ])
    await send({ name: 'test/kind', data: { kind: 'no', n: 5 } }, { name: 'test/kind', data: { kind: 'yes', n: 5 } })
    expect(got).toEqual([{ kind: 'yes', n: 5 }])
    expect(complaints.join()).toContain('a condition could not be evaluated')
  })

  it('refuses an event with a reserved name or without one', async () => {
    const { client, executor } = await harness.start((client) => [
      client.createFunction({ id: 'any', triggers: [{ event: 'test/any' }] }, () => 1),
    ])
    await expect(client.send({ name: 'inngest/function.failed', data: {} })).rejects.toThrow('reserved')
    const nameless = await executor.fetch('http://x/e/key', { method: 'POST', body: '{"data":{}}' })
    expect(nameless.status).toBe(400)
  })

  it('wakes the run that waits for this event, with the event', async () => {
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'wait', triggers: [{ event: 'test/ask' }] }, async ({ step }) => {
        const answer = await step.waitForEvent('answer', {
          event: 'test/answer',
          timeout: '3d',
          if: 'event.data.id == async.data.id',
        })
        return (answer?.data as { by: string } | undefined)?.by ?? null
      }),
    ])
    await send({ name: 'test/ask', data: { id: 1 } }, { name: 'test/ask', data: { id: 2 } })
    await send({ name: 'test/answer', data: { id: 2, by: 'alice' } })
    expect(await count('running')).toBe(1)
    await send({ name: 'test/answer', data: { id: 1, by: 'bob' } })
    expect((await outputs()).sort()).toEqual(['alice', 'bob'])
  })

  it('ends a wait with nothing when its time is over; a late event changes nothing', async () => {
    const { send, travel } = await harness.start((client) => [
      client.createFunction({ id: 'timeout', triggers: [{ event: 'test/ask' }] }, async ({ step }) => {
        const answer = await step.waitForEvent('answer', { event: 'test/answer', timeout: '3d' })
        return { answer }
      }),
    ])
    await send({ name: 'test/ask' })
    await travel('3d')
    await send({ name: 'test/answer' })
    expect(await outputs()).toEqual([{ answer: null }])
    expect(await harness.query('select from workflow.wait')).toEqual([])
    expect(await harness.query('select from workflow.job')).toEqual([])
  })

  it('ends a run that waits with a condition nobody understands', async () => {
    const { send } = await harness.start((client) => [
      client.createFunction({ id: 'odd', triggers: [{ event: 'test/odd' }] }, ({ step }) =>
        step.waitForEvent('odd', { event: 'test/answer', timeout: '1d', if: 'event.data.n % 2 == 1' }),
      ),
    ])
    await send({ name: 'test/odd' })
    expect(await outputs()).toMatchObject([{ name: 'UnreadableStep', message: expect.stringContaining('"%"') }])
  })
})

describe('invoke', () => {
  it('hands the result or the failure of the invoked function to the invoking step', async () => {
    const { send } = await harness.start((client) => {
      const child = client.createFunction(
        { id: 'child', retries: 0, triggers: [{ event: 'test/child' }] },
        async ({ event, step }) => {
          const { n } = event.data as { n: number }
          if (n === 0) throw new Error('nothing to double')
          return { doubled: await step.run('double', () => n * 2) }
        },
      )
      const parent = client.createFunction({ id: 'parent', triggers: [{ event: 'test/parent' }] }, async ({ step }) => {
        const good = await step.invoke('good', { function: child, data: { n: 21 } })
        const bad = await step.invoke('bad', { function: child, data: { n: 0 } }).catch((error: Error) => error.message)
        return { good, bad }
      })
      return [child, parent]
    })
    await send({ name: 'test/parent' })
    const parents = await harness.query<{ output: unknown }>(
      `select output from workflow.run where function_id = 'test-parent'`,
    )
    expect(parents).toEqual([{ output: { good: { doubled: 42 }, bad: 'nothing to double' } }])
  })

  it('stops waiting for an invoked function after its timeout', async () => {
    const { send, travel } = await harness.start((client) => {
      const child = client.createFunction({ id: 'slow', triggers: [{ event: 'test/slow' }] }, ({ step }) =>
        step.sleep('long', '30d'),
      )
      const parent = client.createFunction({ id: 'impatient', triggers: [{ event: 'test/impatient' }] }, ({ step }) =>
        step.invoke('slow', { function: child, data: {}, timeout: '1h' }).then(
          () => 'done',
          (error: Error) => error.name,
        ),
      )
      return [child, parent]
    })
    await send({ name: 'test/impatient' })
    await travel('2h')
    const parents = await harness.query<{ output: unknown }>(
      `select output from workflow.run where function_id = 'test-impatient'`,
    )
    expect(parents).toEqual([{ output: 'InngestInvokeTimeoutError' }])
  })
})
