/** The same two steps on graphile-worker: each durable, so each a job; the second job carries the first's result. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, makeWorkerUtils, run, type Runner } from 'graphile-worker'
import pg from 'pg'
import type { Bench } from './bench-executor.ts'
import { stopwatch } from './bench-figures.ts'

const BATCH = 500

/** Starts graphile-worker with its own defaults apart from the concurrency, which is the executor's. */
export async function graphileBench(connectionString: string, concurrency: number, tuned = false): Promise<Bench> {
  const pool = new pg.Pool({ connectionString, max: Math.max(4, Math.min(concurrency, 12)) })
  // Its own pool would end the process when the server stops.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  let done = 0
  let begun = () => {}
  const runner: Runner = await run({
    pgPool: pool,
    logger: new Logger(() => () => {}),
    noHandleSignals: true,
    ...(tuned
      ? {
          preset: {
            worker: {
              concurrentJobs: concurrency,
              completeJobBatchDelay: 0,
              failJobBatchDelay: 0,
              localQueue: { size: 100 },
            },
          },
        }
      : { concurrency }),
    taskList: {
      one: async (payload, { addJob }) => {
        const { i } = payload as { i: number }
        await addJob('two', { first: i })
      },
      two: (payload) => {
        void ((payload as { first: number }).first + 1)
        done++
      },
      hear: () => begun(),
    },
  })
  const utils = await makeWorkerUtils({ pgPool: pool, logger: new Logger(() => () => {}) })
  await sleep(500)

  return {
    async perSecond(runs) {
      const until = done + runs
      const elapsed = stopwatch()
      for (let sent = 0; sent < runs; sent += BATCH)
        await utils.addJobs(
          Array.from({ length: Math.min(BATCH, runs - sent) }, (_, i) => ({
            identifier: 'one',
            payload: { i: sent + i },
          })),
        )
      while (done < until) await sleep(5)
      return runs / (elapsed() / 1_000)
    },
    async latencies(times) {
      const measured: number[] = []
      for (let i = 0; i < times; i++) {
        await sleep(60)
        const heard = new Promise<void>((resolve) => (begun = resolve))
        const elapsed = stopwatch()
        await runner.addJob('hear', {})
        await heard
        measured.push(elapsed())
      }
      return measured
    },
    async close() {
      await runner.stop()
      await utils.release()
      await pool.end()
    },
  }
}
