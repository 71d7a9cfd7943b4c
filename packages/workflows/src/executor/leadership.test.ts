import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@ministry/kernel/calendar'
import { describe, expect, it } from 'vitest'
import { workflowHarness } from '../test/harness.ts'
import { effectsFile, startVictim, until } from '../test/victims.ts'
import type { WorkflowClient } from '../client.ts'

const harness = workflowHarness()

describe('several processes on one database', () => {
  const loseLead = () =>
    harness.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid in (select pid from pg_locks where locktype = 'advisory' and granted)`,
    )
  const counting = (done: string[], name: string) => (client: WorkflowClient) => [
    client.createFunction({ id: 'count', triggers: [{ event: 'test/count' }] }, async ({ step }) => {
      for (const part of ['a', 'b', 'c', 'd'])
        await step.run(part, async () => {
          done.push(`${name} ${part}`)
          await sleep(150)
        })
    }),
  ]

  it('let one work and pass on what the others accept', async () => {
    const done: string[] = []
    const first = await harness.start(counting(done, 'first'))
    await until(() => first.executor.isLeader())
    const second = await harness.start(counting(done, 'second'))
    await second.send({ name: 'test/count' })
    expect([first.executor.isLeader(), second.executor.isLeader()]).toEqual([true, false])
    expect(done).toEqual(['first a', 'first b', 'first c', 'first d'])
  })

  it('hand over in the middle of a run when the leader stops, without repeating a step', async () => {
    const done: string[] = []
    const first = await harness.start(counting(done, 'first'))
    await until(() => first.executor.isLeader())
    const second = await harness.start(counting(done, 'second'))
    await first.client.send({ name: 'test/count' })
    await until(() => done.length === 2)
    await first.executor.stop()
    await second.executor.idle()
    expect(done).toEqual(['first a', 'first b', 'second c', 'second d'])
    const [run] = await harness.query<{ status: string }>('select status from workflow.run')
    expect(run?.status).toBe('completed')
  })

  it('take over when the leader loses its connection', async () => {
    const done: string[] = []
    const first = await harness.start(counting(done, 'first'))
    await until(() => first.executor.isLeader())
    const second = await harness.start(counting(done, 'second'))
    await loseLead()
    await until(() => first.executor.isLeader() || second.executor.isLeader(), 3_000)
    await second.send({ name: 'test/count' })
    expect(done).toHaveLength(4)
  })

  it('throw away what a leader reports that was replaced', async () => {
    const began: string[] = []
    const slow = (name: string, ms: number) => (client: WorkflowClient) => [
      client.createFunction({ id: 'slow', triggers: [{ event: 'test/slow' }] }, ({ step }) =>
        step.run('slow', async () => {
          began.push(name)
          await sleep(ms)
          return name
        }),
      ),
    ]
    const first = await harness.start(slow('first', 600))
    await until(() => first.executor.isLeader())
    const second = await harness.start(slow('second', 900))
    await first.client.send({ name: 'test/slow' })
    await until(() => began.length === 1)
    await loseLead()
    await until(() => began.length === 2)
    await second.executor.idle()
    expect(began).toEqual(['first', 'second'])
    expect(await harness.query('select status, output from workflow.run')).toEqual([
      { status: 'completed', output: 'second' },
    ])
  })

  it('take over within seconds when the leader is killed', async () => {
    const { urls } = harness.database()
    const victim = await startVictim({ mode: 'steps', connectionString: urls.executor, effects: effectsFile().path })
    const done: string[] = []
    const { executor, send } = await harness.start(counting(done, 'heir'), {
      clock: { ...systemClock, set: () => undefined } as never,
    })
    await sleep(200)
    expect(executor.isLeader()).toBe(false)
    await victim.kill()
    await until(() => executor.isLeader(), 3_000)
    await send({ name: 'test/count' })
    expect(done).toHaveLength(4)
  })
})

describe('stopping', () => {
  it('counts as no crash', async () => {
    const first = await harness.start((client) => [
      client.createFunction({ id: 'two', triggers: [{ event: 'test/two' }] }, async ({ step }) => {
        await step.run('one', () => sleep(200))
        await step.run('two', () => sleep(200))
      }),
    ])
    await first.client.send({ name: 'test/two' })
    await until(async () => (await harness.query('select from workflow.job where claimed_at is not null')).length === 1)
    await first.executor.stop()
    expect(await harness.query('select name from workflow.step')).toEqual([{ name: 'one' }])
    expect(await harness.query('select crashes, attempt, claimed_at from workflow.job')).toEqual([
      { crashes: 0, attempt: 0, claimed_at: null },
    ])
  })

  it('gives a step that takes too long back to the queue', async () => {
    let tried = 0
    const slow = (client: WorkflowClient) => [
      client.createFunction({ id: 'slow', triggers: [{ event: 'test/slow' }] }, ({ step }) =>
        step.run('slow', () => sleep(tried++ === 0 ? 3_000 : 1, 'done')),
      ),
    ]
    const first = await harness.start(slow, { graceMs: 100 })
    await first.client.send({ name: 'test/slow' })
    await until(() => tried === 1)
    await first.executor.stop()
    const second = await harness.start(slow)
    await second.executor.idle()
    expect(await harness.query('select status, output from workflow.run')).toEqual([
      { status: 'completed', output: 'done' },
    ])
    expect(first.complaints.join()).toContain('did not end in time')
  })
})
