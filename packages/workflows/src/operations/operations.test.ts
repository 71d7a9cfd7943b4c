import { NonRetriableError } from 'inngest'
import { describe, expect, it } from 'vitest'
import { workflowHarness } from '../test/harness.ts'
import { until } from '../test/victims.ts'
import { removeOld } from './retention.ts'
import { whatIsStuck } from './stuck.ts'

const harness = workflowHarness()

describe('a failed run', () => {
  it('goes on where it failed when it is retried, once, without repeating what succeeded', async () => {
    const done: string[] = []
    let broken = true
    const { send, executor, travel } = await harness.start((client) => [
      client.createFunction({ id: 'mail', retries: 1, triggers: [{ event: 'test/mail' }] }, async ({ step }) => {
        await step.run('draw up', () => void done.push('draw up'))
        await step
          .run('optional', () => {
            throw new NonRetriableError('no picture')
          })
          .catch(() => undefined)
        await step.run('send', () => {
          if (broken) throw new Error('no route to host')
          done.push('send')
        })
        return 'sent'
      }),
    ])
    const { operations } = executor
    await send({ name: 'test/mail', data: { to: 'anna' } })
    await travel('5m')
    const [failed] = await operations.runs({ status: 'failed' })
    expect(failed).toMatchObject({
      functionId: 'test-mail',
      failure: 'no route to host',
      steps: ['draw up', 'optional', 'send'],
    })
    const id = failed?.id ?? ''
    expect(failed?.event).toMatchObject({ name: 'test/mail', data: { to: 'anna' } })
    expect((await operations.runs({ ids: [id] })).map((run) => run.id)).toEqual([id])
    expect(await operations.runs({ ids: [] })).toEqual([])
    expect(await operations.functions()).toMatchObject([{ failed: 1, failedLastDay: 1 }])
    expect(await operations.run(id)).toMatchObject({
      status: 'failed',
      attempts: [{ stepName: 'send', attempt: 0, error: { message: 'no route to host' } }],
      steps: [{ failed: false }, { name: 'optional', failed: true }, { name: 'send', failed: true }],
      pending: [],
    })
    broken = false
    expect(await operations.retry(id)).toBe('done')
    await executor.idle()
    expect(await operations.retry(id)).toBe('unchanged')
    expect(await operations.retry('nobody')).toBe('unknown')
    expect(done).toEqual(['draw up', 'send'])
    expect(await operations.run(id)).toMatchObject({ status: 'completed', output: 'sent', retries: 1 })
  })

  it('that waits for its next attempt is tried at once', async () => {
    let tries = 0
    const { send, executor } = await harness.start((client) => [
      client.createFunction({ id: 'twice', triggers: [{ event: 'test/twice' }] }, ({ step }) =>
        step.run('once', () => {
          if (tries++ === 0) throw new Error('not yet')
        }),
      ),
    ])
    await send({ name: 'test/twice' })
    const [run] = await executor.operations.runs()
    expect(await executor.operations.stuck()).toMatchObject([{ why: 'retrying', runId: run?.id, detail: '1' }])
    expect(await executor.operations.retry(run?.id ?? '')).toBe('done')
    await executor.idle()
    expect(await executor.operations.runs()).toMatchObject([{ status: 'completed' }])
    expect(await executor.operations.stuck()).toEqual([])
  })

  it('has its time to finish anew when it is retried, and is cancelled when that is over', async () => {
    let broken = true
    const { send, executor, travel } = await harness.start((client) => [
      client.createFunction(
        { id: 'timed', retries: 0, triggers: [{ event: 'test/timed' }], timeouts: { finish: '10m' } },
        async ({ step }) => {
          await step.run('first', () => {
            if (broken) throw new Error('broken')
          })
          await step.sleep('long', '1h')
        },
      ),
    ])
    await send({ name: 'test/timed' })
    await travel('1h')
    const [run] = await executor.operations.runs({ status: 'failed' })
    broken = false
    await executor.operations.retry(run?.id ?? '')
    await travel('9m')
    expect(await executor.operations.runs({ status: 'running' })).toHaveLength(1)
    await travel('2m')
    expect(await executor.operations.runs({ status: 'cancelled' })).toMatchObject([
      { failure: 'The run did not finish in the time that its function allows.' },
    ])
  })

  it('can still be cancelled by its event after it was retried', async () => {
    let broken = true
    const { send, executor } = await harness.start((client) => [
      client.createFunction(
        { id: 'long', retries: 0, triggers: [{ event: 'test/long' }], cancelOn: [{ event: 'test/stop' }] },
        async ({ step }) => {
          if (broken) throw new Error('broken')
          await step.sleep('nap', '1d')
        },
      ),
    ])
    await send({ name: 'test/long' })
    const [run] = await executor.operations.runs({ status: 'failed' })
    broken = false
    await executor.operations.retry(run?.id ?? '')
    await executor.idle()
    await send({ name: 'test/stop' })
    expect(await executor.operations.runs()).toMatchObject([{ status: 'cancelled' }])
  })
})

describe('a run', () => {
  it('is cancelled once, with the reason', async () => {
    const { send, executor } = await harness.start((client) => [
      client.createFunction({ id: 'nap', triggers: [{ event: 'test/nap' }] }, ({ step }) => step.sleep('nap', '1d')),
    ])
    const { operations } = executor
    await send({ name: 'test/nap' })
    const id = (await operations.runs())[0]?.id ?? ''
    expect(await operations.run(id)).toMatchObject({
      pending: [{ kind: 'sleep', stepName: 'nap', dueAt: new Date('2026-03-03T08:00:00Z') }],
    })
    expect(await operations.cancel(id, 'a mistake')).toBe('done')
    expect(await operations.cancel(id, 'a mistake')).toBe('unchanged')
    expect(await operations.runs()).toMatchObject([{ status: 'cancelled', failure: 'a mistake' }])
  })

  it('is replayed with its event, once for each request, even past a rate limit', async () => {
    const got: unknown[] = []
    const { send, executor } = await harness.start((client) => [
      client.createFunction(
        { id: 'once', triggers: [{ event: 'test/once' }], idempotency: 'event.data.id' },
        ({ event }) => void got.push(event.data),
      ),
    ])
    const { operations } = executor
    await send({ id: 'e1', name: 'test/once', data: { id: 'x\u0000' } })
    const [original] = await operations.runs({ eventId: 'e1' })
    const first = await operations.replay(original?.id ?? '', 'request-1')
    expect(await operations.replay(original?.id ?? '', 'request-1')).toEqual({ ...first, outcome: 'unchanged' })
    expect((await operations.replay(original?.id ?? '', 'request-2')).outcome).toBe('done')
    expect(await operations.replay('nobody', 'request-3')).toEqual({ outcome: 'unknown', runId: null })
    await executor.idle()
    expect(got).toEqual([{ id: 'x\u0000' }, { id: 'x\u0000' }, { id: 'x\u0000' }])
    expect((await operations.run(original?.id ?? ''))?.children).toMatchObject([{ why: 'replay' }, { why: 'replay' }])
    expect(await operations.events({ id: 'e1' })).toMatchObject([
      { runs: [original?.id, first.runId, expect.anything()] },
    ])
  })
})

describe('pages', () => {
  it('list functions with triggers, limits and counts, also those that are gone', async () => {
    const first = await harness.start((client) => [
      client.createFunction({ id: 'old', triggers: [{ event: 'test/old' }] }, () => 1),
    ])
    await first.send({ name: 'test/old' })
    await first.executor.stop()
    const { executor } = await harness.start((client) => [
      client.createFunction(
        {
          id: 'new',
          triggers: [{ event: 'test/new', if: 'event.data.n > 1' }, { cron: 'TZ=Europe/Paris 0 9 * * *' }],
          concurrency: { limit: 2, key: 'event.data.k' },
          cancelOn: [{ event: 'test/stop' }],
        },
        () => 1,
      ),
    ])
    await executor.idle()
    expect(await executor.operations.functions()).toMatchObject([
      {
        id: 'test-new',
        events: [{ event: 'test/new', condition: 'event.data.n > 1' }],
        crons: [{ nextAt: new Date('2026-03-03T08:00:00Z') }],
        limits: ['concurrency 2 (fn, event.data.k)', 'cancelOn test/stop'],
        present: true,
      },
      { id: 'test-old', completed: 1, present: false },
    ])
  })

  it('go on where the page before ended', async () => {
    const { send, executor } = await harness.start((client) => [
      client.createFunction({ id: 'many', triggers: [{ event: 'test/many' }] }, () => 1),
    ])
    await send(...Array.from({ length: 5 }, () => ({ name: 'test/many' })))
    const { operations } = executor
    const first = await operations.runs({ limit: 3 })
    const second = await operations.runs({ limit: 3, before: first[2]?.id ?? '' })
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(5)
    const newest = await operations.events({ limit: 3 })
    expect(await operations.events({ limit: 3, before: newest[2]?.seq ?? '' })).toHaveLength(2)
    expect(await operations.overview()).toMatchObject({
      running: 0,
      completedLastDay: 5,
      dueJobs: 0,
      unroutedEvents: 0,
    })
  })

  it('show a step that doesn’t end', async () => {
    const ended = Promise.withResolvers<void>()
    const { client, executor, clock } = await harness.start((client) => [
      client.createFunction({ id: 'endless', triggers: [{ event: 'test/endless' }] }, ({ step }) =>
        step.run('forever', () => ended.promise),
      ),
    ])
    await client.send({ name: 'test/endless' })
    await until(async () => (await executor.operations.overview()).claimedJobs === 1)
    expect(await executor.operations.stuck()).toEqual([])
    clock.set('2026-03-02T08:16:00.000Z')
    expect(await executor.operations.stuck()).toMatchObject([{ why: 'long', functionId: 'test-endless' }])
    ended.resolve()
    await executor.idle()
    expect(await executor.operations.stuck()).toEqual([])
  })

  it('say what is stuck: nobody works, a function is gone, a throttle holds back', async () => {
    const first = await harness.start((client) => [
      client.createFunction(
        { id: 'slow', triggers: [{ event: 'test/slow' }], throttle: { limit: 1, period: '1h' } },
        ({ step }) => step.sleep('nap', '2h'),
      ),
    ])
    await first.send({ name: 'test/slow' }, { name: 'test/slow' })
    await first.travel('1m')
    expect(await first.executor.operations.stuck()).toMatchObject([
      { why: 'throttle', until: new Date('2026-03-02T09:00:00Z') },
    ])
    await first.executor.stop()
    const without = await harness.start(() => [], { clock: first.clock })
    await without.travel('3h')
    const stuck = await without.executor.operations.stuck()
    expect(stuck.filter(({ why }) => why === 'function-missing')).toHaveLength(2)
    await without.executor.stop()
    const { owner } = harness.database()
    expect((await whatIsStuck(owner, first.clock.now())).map(({ why }) => why)).toContain('no-leader')
  })
})

describe('retention', () => {
  it('removes what ended long ago, and nothing that a run under way needs', async () => {
    const { send, executor, travel, clock } = await harness.start((client) => [
      client.createFunction({ id: 'short', triggers: [{ event: 'test/short' }] }, ({ step }) => step.run('a', () => 1)),
      client.createFunction({ id: 'long', triggers: [{ event: 'test/long' }] }, async ({ event, step }) => {
        await step.run('before', () => 1)
        await step.sleep('nap', '60d')
        return event.data
      }),
    ])
    await send(...Array.from({ length: 3 }, () => ({ name: 'test/short' })), {
      name: 'test/long',
      data: { kept: true },
    })
    await travel('40d')
    await send({ name: 'test/short' })
    const { owner } = harness.database()
    expect(await removeOld(owner, { keepDays: 30, now: clock.now() })).toEqual({ runs: 3, events: 4 })
    expect(await harness.query('select from workflow.step')).toHaveLength(2)
    await travel('30d')
    expect(await executor.operations.runs({ functionId: 'test-long' })).toMatchObject([{ status: 'completed' }])
    expect(await harness.query(`select output from workflow.run where function_id = 'test-long'`)).toEqual([
      { output: { kept: true } },
    ])
  })
})
