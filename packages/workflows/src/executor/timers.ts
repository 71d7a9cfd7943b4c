import * as z from 'zod'
import { nextFire } from './cron.ts'
import type { Queryable } from './database.ts'
import type { Engine } from './engine.ts'
import type { ReceivedEvent } from './protocol.ts'
import { keepStep, moveOn, startRun } from './runs.ts'
import { deleteJob, deleteOtherCrons, enqueueCron, lockJob, type Job } from './store-jobs.ts'
import { lockRun } from './store-runs.ts'
import { takeWait } from './store-waits.ts'

const timerData = z.object({ stepName: z.string() })
const cronData = z.object({ functionId: z.string(), cron: z.string() })

/** A sleep is over, or a wait has timed out. Source: SDK spec §5.3 (a sleep and a timeout are memoised as null). */
export async function fireTimer(engine: Engine, claimed: Job): Promise<void> {
  const { runId, stepId } = claimed
  await engine.db.transaction(async (tx) => {
    const run = runId ? await lockRun(tx, runId) : undefined
    const job = await lockJob(tx, claimed)
    if (!job) return
    await deleteJob(tx, job)
    if (!run || !stepId) return
    const wait = await takeWait(tx, run.id, stepId)
    const output = wait?.kind === 'invoke' ? { error: INVOKE_TIMEOUT } : null
    const { stepName } = timerData.parse(job.data)
    if ((await keepStep(engine, tx, run, { id: stepId, name: stepName, output })) === 'kept')
      await moveOn(engine, tx, run, stepId)
  })
}

const INVOKE_TIMEOUT = {
  name: 'InngestInvokeTimeoutError',
  message: 'Timed out waiting for invoked function to complete',
}

/**
 * A schedule's time has come: starts the run and plans the next time. Times that passed while nobody was leading are
 * made up for by one run.
 */
export async function fireCron(engine: Engine, claimed: Job): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const job = await lockJob(tx, claimed)
    if (!job) return
    await deleteJob(tx, job)
    const { functionId, cron } = cronData.parse(job.data)
    const definition = engine.functions.get(functionId)
    if (!definition?.crons.includes(cron)) return
    await startRun(engine, tx, definition, { event: scheduledEvent(cron, job.dueAt) })
    await planCron(engine, tx, { functionId, cron })
  })
}

/** The event that a schedule starts a run with. Source: recorded traffic, `inngest/scheduled.timer`. */
function scheduledEvent(cron: string, dueAt: Date): ReceivedEvent {
  const fireAt = dueAt.toISOString().replace(/\.\d{3}Z$/, 'Z')
  return {
    id: fireAt,
    name: 'inngest/scheduled.timer',
    ts: dueAt.getTime(),
    user: {},
    data: { cron, fireAt, scheduledAt: fireAt },
  }
}

async function planCron(engine: Engine, tx: Queryable, planned: { functionId: string; cron: string }): Promise<void> {
  const dueAt = nextFire(planned.cron, engine.clock.now())
  if (dueAt) await enqueueCron(tx, { ...planned, dueAt })
}

/** Plans every schedule that isn't planned and forgets those that no function has any more. */
export async function planCrons(engine: Engine): Promise<void> {
  const planned = [...engine.functions.values()].flatMap(({ id, crons }) =>
    crons.map((cron) => ({ functionId: id, cron })),
  )
  await engine.db.transaction(async (tx) => {
    await deleteOtherCrons(
      tx,
      planned.map(({ functionId, cron }) => `cron:${functionId}:${cron}`),
    )
    for (const one of planned) await planCron(engine, tx, one)
  })
}
