/** A process that carries outbox rows to runs and does them, until its kill point: `node test-chaos-victim.ts <JSON>`. */
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '../index.ts'
import { armKillPoint } from './kill-points.ts'

export interface VictimSettings {
  executorUrl: string
  relayUrl: string
  /** The file that it notes its side effects in. */
  effects: string
  point: string
  passes: number
}

const settings = JSON.parse(process.argv[2] ?? '{}') as VictimSettings
const around = armKillPoint(settings.point, settings.passes)

const executor = createExecutor({
  connectionString: settings.executorUrl,
  leadershipRetryMs: 20,
  pollMs: 100,
  random: () => 0,
})
const client = createWorkflowClient({ id: 'chaos', executor })
const effect = (runId: string, name: string) => {
  around('step:before')
  appendFileSync(settings.effects, `${runId} ${name}\n`)
  around('step:after')
}

const child = client.createFunction({ id: 'child', triggers: [{ event: 'chaos/child' }] }, ({ step, runId }) =>
  step.run('child', () => effect(runId, 'child')),
)
const parent = client.createFunction(
  { id: 'parent', triggers: [{ event: 'chaos/told' }] },
  async ({ event, step, runId }) => {
    const act = (name: string) =>
      step.run(name, async () => {
        effect(runId, name)
        await sleep(Math.random() * 10)
        return name
      })
    for (let chunk = 0; chunk < 3; chunk++) await act(`chunk-${chunk}`)
    await Promise.all(['x', 'y', 'z'].map(act))
    await step.sleep('nap', '1s')
    const { id } = event.data as { id: string }
    const [answer] = await Promise.all([
      step.waitForEvent('answer', { event: 'chaos/answered', timeout: '1h', if: `async.data.id == '${id}'` }),
      step.sendEvent('ask', { id: `${id}-answer`, name: 'chaos/answered', data: { id } }),
    ])
    await step.invoke('child', { function: child, data: {} })
    await act('last')
    return answer ? 'done' : 'unanswered'
  },
)

await executor.start(serveInProcess(client, [parent, child]))
const relay = createOutboxRelay({
  connectionString: settings.relayUrl,
  client,
  batchSize: 20,
  leadershipRetryMs: 20,
  pollMs: 50,
})
relay.start()
while (!executor.isLeader()) await sleep(5)
console.log('ready')
