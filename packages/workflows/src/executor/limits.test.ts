import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { workflowHarness } from '../test/harness.ts'

const harness = workflowHarness()

describe('concurrency', () => {
  it('runs no more steps of a key at a time than its limit, and other keys beside', async () => {
    const now = new Map<string, number>()
    const most = new Map<string, number>()
    const { send } = await harness.start((client) => [
      client.createFunction(
        { id: 'limited', triggers: [{ event: 'test/limited' }], concurrency: [{ limit: 2, key: 'event.data.tenant' }] },
        ({ event, step }) =>
          step.run('work', async () => {
            const { tenant } = event.data as { tenant: string }
            now.set(tenant, (now.get(tenant) ?? 0) + 1)
            now.set('all', (now.get('all') ?? 0) + 1)
            for (const key of [tenant, 'all']) most.set(key, Math.max(most.get(key) ?? 0, now.get(key) ?? 0))
            await sleep(60)
            now.set(tenant, (now.get(tenant) ?? 0) - 1)
            now.set('all', (now.get('all') ?? 0) - 1)
          }),
      ),
    ])
    await send(
      ...['A', 'A', 'A', 'A', 'A', 'B', 'B', 'B', 'B'].map((tenant) => ({ name: 'test/limited', data: { tenant } })),
    )
    expect([...most]).toEqual(
      expect.arrayContaining([
        ['A', 2],
        ['B', 2],
        ['all', 4],
      ]),
    )
    expect(await harness.query(`select from workflow.run where status = 'completed'`)).toHaveLength(9)
  })

  it('does not count a run that sleeps', async () => {
    const { send, travel } = await harness.start((client) => [
      client.createFunction({ id: 'one', triggers: [{ event: 'test/one' }], concurrency: 1 }, async ({ step }) => {
        await step.sleep('nap', '1h')
        await step.run('after', () => 1)
      }),
    ])
    await send({ name: 'test/one' }, { name: 'test/one' }, { name: 'test/one' })
    expect(await harness.query(`select from workflow.job where kind = 'timer'`)).toHaveLength(3)
    await travel('1h')
    expect(await harness.query(`select from workflow.run where status = 'completed'`)).toHaveLength(3)
  })
})

describe('idempotency', () => {
  it('starts one run a day for a key', async () => {
    const ran: unknown[] = []
    const { send, travel } = await harness.start((client) => [
      client.createFunction(
        { id: 'idem', triggers: [{ event: 'test/idem' }], idempotency: 'event.data.key' },
        ({ event }) => void ran.push(event.data),
      ),
    ])
    await send(...['a', 'a', 'b', 'a'].map((key) => ({ name: 'test/idem', data: { key } })))
    expect(ran).toHaveLength(2)
    await travel('23h')
    await send({ name: 'test/idem', data: { key: 'a' } })
    expect(ran).toHaveLength(2)
    await travel('2h')
    await send({ name: 'test/idem', data: { key: 'a' } })
    expect(ran).toHaveLength(3)
  })
})

describe('what a deploy leaves', () => {
  it('a run of a function that is gone waits, and goes on when the function is back', async () => {
    const first = await harness.start((client) => [
      client.createFunction({ id: 'gone', triggers: [{ event: 'test/gone' }] }, async ({ step }) => {
        await step.sleep('nap', '1h')
        return 'back'
      }),
    ])
    await first.send({ name: 'test/gone' })
    await first.executor.stop()
    const without = await harness.start(() => [])
    await without.travel('2h')
    expect(await harness.query(`select status from workflow.run`)).toEqual([{ status: 'running' }])
    expect(without.complaints.join()).toContain('a run waits for a function that is not there')
    await without.executor.stop()
    const back = await harness.start(
      (client) => [
        client.createFunction({ id: 'gone', triggers: [{ event: 'test/gone' }] }, async ({ step }) => {
          await step.sleep('nap', '1h')
          return 'back'
        }),
      ],
      { clock: without.clock },
    )
    await back.travel('5m')
    expect(await harness.query(`select status, output from workflow.run`)).toEqual([
      { status: 'completed', output: 'back' },
    ])
  })

  it('a schedule that no function has any more is forgotten', async () => {
    const first = await harness.start((client) => [
      client.createFunction({ id: 'daily', triggers: [{ cron: '0 5 * * *' }] }, () => 1),
    ])
    await first.executor.idle()
    expect(await harness.query('select from workflow.job')).toHaveLength(1)
    await first.executor.stop()
    const second = await harness.start(() => [])
    await second.executor.idle()
    expect(await harness.query('select from workflow.job')).toEqual([])
  })
})

describe('who may reach it', () => {
  it('the executor’s role, and neither the application nor the relay', async () => {
    const { urls } = harness.database()
    const { default: pg } = await import('pg')
    for (const duty of ['app', 'relay', 'auth'] as const) {
      const client = new pg.Client({ connectionString: urls[duty] })
      await client.connect()
      await expect(client.query('select from workflow.run')).rejects.toThrow('permission denied for schema workflow')
      await client.end()
    }
  })
})
