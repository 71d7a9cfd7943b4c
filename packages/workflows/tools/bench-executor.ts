/** The embedded executor's side of the scoreboard: runs of two steps, and how soon an idle executor begins. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createExecutor, createWorkflowClient, serveInProcess, type Executor } from '../src/index.ts'
import { stopwatch } from './bench-figures.ts'

const BATCH = 500

export interface Bench {
  /** Runs of two steps per second. */
  perSecond(runs: number): Promise<number>
  /** Milliseconds from the event to the first line of the function, each time after a rest. */
  latencies(times: number): Promise<number[]>
  close(): Promise<void>
}

export interface ExecutorBench extends Bench {
  executor: Executor
}

/** Starts the executor with the function that is measured: two steps, the second needs the first's result. */
export async function executorBench(connectionString: string, concurrency: number): Promise<ExecutorBench> {
  const executor = createExecutor({ connectionString, concurrency })
  const client = createWorkflowClient({ id: 'bench', executor })
  let done = 0
  let begun = () => {}
  const two = client.createFunction({ id: 'two', triggers: [{ event: 'bench/two' }] }, async ({ event, step }) => {
    const { i } = event.data as { i: number }
    const first = await step.run('one', () => i)
    const second = await step.run('two', () => first + 1)
    done++
    return second
  })
  const hear = client.createFunction({ id: 'hear', triggers: [{ event: 'bench/hear' }] }, () => begun())
  await executor.start(serveInProcess(client, [two, hear]))
  while (!executor.isLeader()) await sleep(10)
  await executor.idle()

  return {
    executor,
    async perSecond(runs) {
      const until = done + runs
      const elapsed = stopwatch()
      for (let sent = 0; sent < runs; sent += BATCH) {
        const events = Array.from({ length: Math.min(BATCH, runs - sent) }, (_, i) => ({
          name: 'bench/two',
          data: { i: sent + i },
        }))
        await client.send(events)
      }
      while (done < until) await sleep(5)
      return runs / (elapsed() / 1_000)
    },
    async latencies(times) {
      const measured: number[] = []
      for (let i = 0; i < times; i++) {
        await sleep(60)
        const heard = new Promise<void>((resolve) => (begun = resolve))
        const elapsed = stopwatch()
        await client.send({ name: 'bench/hear', data: {} })
        await heard
        measured.push(elapsed())
      }
      return measured
    },
    close: () => executor.stop(),
  }
}
