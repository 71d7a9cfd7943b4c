import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WorkflowClient } from '../client.ts'
import { workflowHarness } from '../test/harness.ts'
import { until } from '../test/victims.ts'

const harness = workflowHarness()
afterEach(() => void vi.restoreAllMocks())

const cutAll = () =>
  harness.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'ministry-executor%'`,
  )

/** Three steps beside each other and one after them. */
const parallel = (done: string[], ms: number) => (client: WorkflowClient) => [
  client.createFunction({ id: 'parallel', triggers: [{ event: 'test/parallel' }] }, async ({ step }) => {
    const act = (name: string) =>
      step.run(name, async () => {
        await sleep(ms)
        done.push(name)
      })
    await Promise.all(['a', 'b', 'c'].map(act))
    await act('last')
  }),
]
const states = () => harness.query<{ status: string }>('select status from workflow.run')

describe('a connection that breaks', () => {
  it('between a claim and its answer leaves no job behind that nobody works on', async () => {
    const done: string[] = []
    const { client, executor } = await harness.start(parallel(done, 1))
    await until(() => executor.isLeader())
    let lost = 0
    const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => Promise<unknown> }
    const { query } = prototype
    vi.spyOn(prototype, 'query').mockImplementation(function (this: unknown, ...args: unknown[]) {
      const answer = query.apply(this, args)
      if (!(args[0] as { name?: string }).name?.startsWith('workflow-claim')) return answer
      return answer.then((answered) => {
        if (!(answered as pg.QueryResult).rowCount || lost) return answered
        lost++
        throw new Error('Connection terminated unexpectedly')
      })
    })
    await client.send({ name: 'test/parallel' })
    await executor.idle()
    expect(lost).toBe(1)
    expect(done.toSorted()).toEqual(['a', 'b', 'c', 'last'])
    expect(await states()).toEqual([{ status: 'completed' }])
  })

  it(
    'like all others at once, again and again, repeats no step whose result was kept',
    { timeout: 30_000 },
    async () => {
      const done: string[] = []
      const { client, executor } = await harness.start(parallel(done, 80))
      await until(() => executor.isLeader())
      await client.send([1, 2, 3].map(() => ({ name: 'test/parallel' })))
      for (let cut = 0; cut < 4; cut++) {
        await sleep(70)
        await cutAll()
      }
      await until(async () => (await states()).every(({ status }) => status === 'completed'), 20_000)
      await executor.idle()
      // A step at hand is saved when the database is back: the process has not died.
      expect(done.toSorted()).toEqual(['a', 'b', 'c', 'last'].flatMap((name) => [name, name, name]))
    },
  )
})

describe('a notification that doesn’t come', () => {
  it('is made up for by looking', async () => {
    const done: string[] = []
    const { executor } = await harness.start(parallel(done, 1), { pollMs: 200 })
    await until(() => executor.isLeader())
    const event = { id: 'quiet', name: 'test/parallel', data: {}, ts: 0, user: {} }
    await harness.query(
      `insert into workflow.event (id, name, payload, ts, due_at, received_at) values ('quiet', $1, $2, 0, '2026-01-01', '2026-01-01')`,
      [event.name, JSON.stringify(event)],
    )
    await until(() => done.length === 4, 5_000)
    expect(done.at(-1)).toBe('last')
  })
})

describe('a full stop', () => {
  it('amid parallel steps lets them end and leaves the rest to the next process', async () => {
    const done: string[] = []
    const first = await harness.start(parallel(done, 200))
    await until(() => first.executor.isLeader())
    await first.client.send({ name: 'test/parallel' })
    await until(async () => (await harness.query('select from workflow.job where claimed_at is not null')).length === 3)
    await first.executor.stop()
    expect(done.toSorted()).toEqual(['a', 'b', 'c'])
    expect(await harness.query('select crashes, claimed_at from workflow.job')).toEqual([
      { crashes: 0, claimed_at: null },
    ])
    const second = await harness.start(parallel(done, 1))
    await second.executor.idle()
    expect(done).toHaveLength(4)
    expect(await states()).toEqual([{ status: 'completed' }])
  })
})
