import { crashDelayMs } from './backoff.ts'
import { after } from './durations.ts'
import type { Engine } from './engine.ts'
import { finishRun } from './runs.ts'
import { abandonedJobs, requeueCrashed } from './store-queue.ts'
import { lockRun } from './store-runs.ts'

/** A run is stopped when the process has ended this often while the same step ran. */
export const CRASH_LIMIT = 8

/**
 * Takes up what the last leader left: whatever was claimed died with it. Each such job is counted as a crash, so that a
 * run which kills the process comes to an end instead of killing every process after it.
 */
export async function takeOver(engine: Engine): Promise<void> {
  const now = engine.clock.now()
  await engine.db.transaction(async (tx) => {
    for (const job of await abandonedJobs(tx)) {
      const crashes = job.crashes + 1
      const run = crashes >= CRASH_LIMIT && job.runId ? await lockRun(tx, job.runId) : undefined
      if (run) {
        const message = `The process ended ${crashes} times while this run was at the same step, so it was stopped.`
        await finishRun(engine, tx, run, { status: 'failed', output: { name: 'CrashLimitReached', message } })
      } else requeueCrashed(tx, job, after(now, crashDelayMs(crashes)))
    }
  })
}
