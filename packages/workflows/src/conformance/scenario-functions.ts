/** One function for each feature, written so that what they do is visible outside: the same on every executor. */
import { setTimeout as sleep } from 'node:timers/promises'
import { NonRetriableError, RetryAfterError } from 'inngest'
import type { WorkflowClient } from '../client.ts'
import type { WorkflowFunctions } from '../serve.ts'

/** Notes a side effect. */
export type Effect = (line: string) => void

const on = (event: string) => [{ event: `demo/${event}` }]
const textOf = (data: unknown, name: string) => String((data as Record<string, unknown>)[name])

/** The functions whose traffic with a real server was recorded, and those of the features that were not. */
export const scenarioFunctions = (client: WorkflowClient, effect: Effect): WorkflowFunctions => [
  ...stepFunctions(client, effect),
  ...failureFunctions(client, effect),
  ...flowFunctions(client, effect),
  ...timeFunctions(client, effect),
]

function stepFunctions(client: WorkflowClient, effect: Effect): WorkflowFunctions {
  const demo = client.createFunction(
    { id: 'demo', retries: 3, triggers: on('started') },
    async ({ event, step, attempt }) => {
      const id = textOf(event.data, 'id')
      const act = <T>(name: string, result: T) =>
        step.run(name, () => {
          effect(`${id} ${name}`)
          return result
        })
      const a = await act('a', 1)
      const b = await act('b', 2)
      await step.sleep('nap', '2s')
      const flaky = await step.run('flaky', () => {
        effect(`${id} flaky`)
        if (attempt < 2) throw new RetryAfterError(`boom ${attempt + 1}`, 1_000)
        return `ok after ${attempt + 1}`
      })
      const parts = await Promise.all([act('px', 'x'), act('py', 'y'), act('pz', 'z')])
      const approval = await step.waitForEvent('wait-approval', {
        event: 'demo/approved',
        timeout: '3s',
        if: 'event.data.id == async.data.id',
      })
      const par = await act('last', parts.join(''))
      return { a, b, flaky, par, approved: approval ? textOf(approval.data, 'by') : null }
    },
  )
  const timeout = client.createFunction({ id: 'timeout', triggers: on('timeout') }, async ({ step }) => ({
    got: await step.waitForEvent('w', { event: 'never/comes', timeout: '2s' }),
  }))
  const child = client.createFunction({ id: 'child', retries: 0, triggers: on('child') }, async ({ event, step }) => {
    const { n, fail } = event.data as { n: number; fail?: boolean }
    if (fail) throw new NonRetriableError('child failed')
    return { d: await step.run('double', () => n * 2) }
  })
  const parent = client.createFunction({ id: 'parent', triggers: on('parent') }, async ({ step }) => {
    const r = await step.invoke('call', { function: child, data: { n: 21 } })
    const err = await step
      .invoke('call-fail', { function: child, data: { n: 0, fail: true } })
      .catch((error: Error) => `${error.name}: ${error.message}`)
    const sent = await step.sendEvent(
      'emit',
      [1, 2].map((v) => ({ name: 'demo/emitted', data: { v } })),
    )
    return { r, err, sent: sent.ids.length }
  })
  const heard = client.createFunction({ id: 'heard', triggers: on('emitted') }, ({ event }) =>
    effect(`heard ${textOf(event.data, 'v')}`),
  )
  const race = client.createFunction({ id: 'race', triggers: on('race') }, async ({ step, group }) => {
    const winner = await group.parallel({ mode: 'race' }, () =>
      Promise.race([
        step.run('fast', () => {
          effect('race fast')
          return 'fast'
        }),
        step.sleep('slow', '5s').then(() => 'slow'),
      ]),
    )
    await step.run('after-race', () => effect(`race after ${winner}`))
    return winner
  })
  const loop = client.createFunction({ id: 'loop', triggers: on('loop') }, async ({ step }) => {
    const seen: number[] = []
    for (let i = 0; i < 5; i++) seen.push(await step.run('same', () => i))
    return seen
  })
  return [demo, timeout, child, parent, heard, race, loop]
}

function failureFunctions(client: WorkflowClient, effect: Effect): WorkflowFunctions {
  const failing = client.createFunction(
    {
      id: 'failing',
      retries: 1,
      triggers: on('fail'),
      onFailure: ({ error, event }) => {
        effect(`onFailure ${error.message} ${textOf(event.data.event.data, 'id')} of ${event.data.function_id}`)
        return 'handled'
      },
    },
    async ({ step }) => {
      await step
        .run('bad', () => {
          effect('bad attempt')
          throw new RetryAfterError('bad', 1_000)
        })
        .catch((error: Error) => effect(`caught ${error.message}`))
      await step.run('bad2', () => {
        throw new NonRetriableError('fatal')
      })
    },
  )
  return [failing]
}

function flowFunctions(client: WorkflowClient, effect: Effect): WorkflowFunctions {
  const filtered = client.createFunction(
    {
      id: 'filtered',
      triggers: [{ event: 'demo/filter', if: "event.data.kind == 'yes' && event.data.missing != 'x'" }],
    },
    ({ event }) => {
      effect(`filtered ${textOf(event.data, 'kind')}`)
      return 1
    },
  )
  const cancellable = client.createFunction(
    { id: 'cancellable', triggers: on('cancellable'), cancelOn: [{ event: 'demo/cancel', match: 'data.id' }] },
    async ({ event, step }) => {
      const id = textOf(event.data, 'id')
      await step.run('before', () => effect(`cancellable ${id} before`))
      await step.sleep('zz', '4s')
      await step.run('after', () => effect(`cancellable ${id} after`))
    },
  )
  const limited = client.createFunction(
    { id: 'limited', triggers: on('limited'), concurrency: [{ limit: 1, key: 'event.data.tenant' }] },
    ({ event, step }) =>
      step.run('work', async () => {
        effect(`limited ${textOf(event.data, 'tenant')} start`)
        await sleep(30)
        effect(`limited ${textOf(event.data, 'tenant')} end`)
      }),
  )
  const idem = client.createFunction(
    { id: 'idem', triggers: on('idem'), idempotency: 'event.data.key' },
    ({ event }) => {
      effect(`idem ${textOf(event.data, 'key')}`)
      return 1
    },
  )
  const deb = client.createFunction(
    { id: 'deb', triggers: on('deb'), debounce: { period: '1s', key: 'event.data.k' } },
    ({ event }) => {
      effect(`deb ${textOf(event.data, 'v')}`)
      return (event.data as { v: unknown }).v
    },
  )
  const rare = client.createFunction(
    { id: 'rare', triggers: on('rare'), rateLimit: { limit: 1, period: '1m', key: 'event.data.k' } },
    ({ event }) => effect(`rare ${textOf(event.data, 'k')}`),
  )
  const even = client.createFunction(
    { id: 'even', triggers: on('even'), throttle: { limit: 1, period: '2s' } },
    ({ event }) => effect(`even ${textOf(event.data, 'i')}`),
  )
  return [filtered, cancellable, limited, idem, deb, rare, even]
}

function timeFunctions(client: WorkflowClient, effect: Effect): WorkflowFunctions {
  const cron = client.createFunction({ id: 'cron', triggers: [{ cron: '* * * * *' }] }, ({ event }) => event)
  const past = client.createFunction({ id: 'past', triggers: on('past') }, async ({ step }) => {
    await step.sleepUntil('gone', '2020-01-01T00:00:00Z')
    await step.run('now', () => effect('past now'))
  })
  const planned = client.createFunction({ id: 'planned', triggers: on('planned') }, () => effect('planned'))
  const endless = client.createFunction(
    { id: 'endless', triggers: on('endless'), timeouts: { finish: '7s' } },
    async ({ step }) => {
      await step.sleep('first', '1s')
      await step.run('between', () => effect('endless between'))
      await step.sleep('second', '9s')
      await step.run('never', () => effect('endless never'))
    },
  )
  return [cron, past, planned, endless]
}
