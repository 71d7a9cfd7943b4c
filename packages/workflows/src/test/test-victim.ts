/** A process of its own for tests to kill: `node test-victim.ts <mode> <connectionString> <effects file> <clock's speed> <since>`. */
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@ministry/kernel/calendar'
import { after, at } from '../executor/durations.ts'
import {
  createExecutor,
  createOutboxRelay,
  createWorkflowClient,
  serveInProcess,
  type WorkflowClient,
  type WorkflowFunctions,
} from '../index.ts'

const [, , mode, connectionString = '', effects = '', speed = '1', since = '0'] = process.argv
const origin = at(Number(since))
const clock = {
  now: () => after(origin, (systemClock.now().getTime() - origin.getTime()) * Number(speed)),
}
const effect = (line: string) => appendFileSync(effects, `${line}\n`)

const functions: Record<string, (client: WorkflowClient) => WorkflowFunctions> = {
  steps: (client) => [
    client.createFunction({ id: 'chunks', triggers: [{ event: 'test/chunks' }] }, async ({ step, runId }) => {
      const act = (name: string) =>
        step.run(name, async () => {
          effect(`${runId} ${name}`)
          await sleep(5 + Math.random() * 30)
          return name
        })
      for (let chunk = 0; chunk < 4; chunk++) await act(`chunk-${chunk}`)
      await Promise.all(['x', 'y', 'z'].map(act))
      await step.sleep('nap', '1s')
      await act('last')
      return 'done'
    }),
  ],
  poison: (client) => [
    client.createFunction({ id: 'poison', triggers: [{ event: 'test/poison' }] }, ({ step }) =>
      step.run('kill', () => {
        effect('poison')
        process.kill(process.pid, 'SIGKILL')
      }),
    ),
    client.createFunction({ id: 'innocent', triggers: [{ event: 'test/poison' }] }, ({ step }) =>
      step.run('work', async () => {
        await sleep(100)
        effect('innocent')
      }),
    ),
  ],
}

if (mode === 'relay') {
  const send = async (events: { id: string; data: Record<string, unknown> }[]) => {
    for (const { id, data } of events) {
      effect(`${id} ${JSON.stringify(data)}`)
      await sleep(Math.random() * 4)
    }
  }
  createOutboxRelay({ connectionString, client: { send }, batchSize: 20, leadershipRetryMs: 20, pollMs: 50 }).start()
} else {
  const executor = createExecutor({ connectionString, clock, leadershipRetryMs: 20, pollMs: 100 })
  const client = createWorkflowClient({ id: 'victim', executor, clock })
  await executor.start(serveInProcess(client, functions[mode ?? '']?.(client) ?? []))
  while (!executor.isLeader()) await sleep(5)
}
console.log('ready')
