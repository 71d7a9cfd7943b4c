import * as z from 'zod'
import { nextFire } from './cron.ts'
import type { Transaction } from './database.ts'
import { after } from './durations.ts'
import type { Engine } from './engine.ts'
import { insertRuns } from './new-runs.ts'
import type { ReceivedEvent } from './protocol.ts'
import { cancelRun, keepStep, moveOn } from './runs.ts'
import { considerStart, startRun } from './start-runs.ts'
import { deleteJob, deleteOtherCrons, enqueueCron, releaseJob } from './store-jobs.ts'
import { lockBoth, lockJob, type Job } from './store-queue.ts'
import { takeWait } from './store-waits.ts'

const timerData = z.object({ stepName: z.string() })
const timeoutData = z.object({ which: z.enum(['start', 'finish']) })
const debounceData = z.object({ event: z.string() })
const cronData = z.object({ functionId: z.string(), cron: z.string() })

/** A sleep is over, or a wait has timed out. Source: SDK spec §5.3 (a sleep and a timeout are memoised as null). */
export async function fireTimer(engine: Engine, claimed: Job): Promise<void> {
  const { stepId } = claimed
  await engine.db.transaction(async (tx) => {
    const [run, job] = await lockBoth(tx, claimed)
    if (!job) return
    deleteJob(tx, job)
    if (!run || !stepId) return
    const wait = await takeWait(tx, run.id, stepId)
    const output = wait?.kind === 'invoke' ? { error: INVOKE_TIMEOUT } : null
    const { stepName } = timerData.parse(job.data)
    const kind = wait && wait.kind !== 'cancel' ? wait.kind : 'sleep'
    if ((await keepStep(engine, tx, run, { id: stepId, name: stepName, kind, output })) === 'kept')
      await moveOn(engine, tx, run, stepId)
  })
}

/** A run has not started, or not finished, in time: it is cancelled. Source: Inngest docs, "Cancel on timeouts". */
export async function fireTimeout(engine: Engine, claimed: Job): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const [run, job] = await lockBoth(tx, claimed)
    if (!job) return
    deleteJob(tx, job)
    if (!run) return
    const { which } = timeoutData.parse(job.data)
    if (which === 'start' && run.calledAt) return
    await cancelRun(engine, tx, run, `The run did not ${which} in the time that its function allows.`)
  })
}

/** The events of a debounced function have come to rest: it starts with the last of them. */
export async function fireDebounce(engine: Engine, claimed: Job): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const job = await lockJob(tx, claimed)
    if (!job) return
    // Another event came while this was claimed.
    if (job.dueAt > engine.clock.now()) return releaseJob(tx, job, { dueAt: job.dueAt, attempt: 0 })
    const definition = engine.functions.get(job.functionId ?? '')
    if (!definition) return releaseJob(tx, job, { dueAt: after(engine.clock.now(), MISSING_FUNCTION_MS), attempt: 0 })
    deleteJob(tx, job)
    await startRun(engine, tx, definition, { event: JSON.parse(debounceData.parse(job.data).event) as ReceivedEvent })
  })
}

const MISSING_FUNCTION_MS = 60_000

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
    deleteJob(tx, job)
    const { functionId, cron } = cronData.parse(job.data)
    const definition = engine.functions.get(functionId)
    if (!definition?.crons.includes(cron)) return
    const run = await considerStart(engine, tx, definition, scheduledEvent(cron, job.dueAt))
    if (run) insertRuns(tx, [run], engine.clock.now())
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

async function planCron(engine: Engine, tx: Transaction, planned: { functionId: string; cron: string }): Promise<void> {
  const dueAt = nextFire(planned.cron, engine.clock.now())
  if (dueAt) enqueueCron(tx, { ...planned, dueAt })
}

/** Plans every schedule that isn't planned and forgets those that no function has any more. */
export async function planCrons(engine: Engine): Promise<void> {
  const planned = [...engine.functions.values()].flatMap(({ id, crons }) =>
    crons.map((cron) => ({ functionId: id, cron })),
  )
  await engine.db.transaction(async (tx) => {
    deleteOtherCrons(
      tx,
      planned.map(({ functionId, cron }) => `cron:${functionId}:${cron}`),
    )
    for (const one of planned) await planCron(engine, tx, one)
  })
}
