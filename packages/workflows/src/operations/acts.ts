import type { Transaction } from '../executor/database.ts'
import { after } from '../executor/durations.ts'
import type { Engine } from '../executor/engine.ts'
import { insertCancellations } from '../executor/new-runs.ts'
import { cancelRun } from '../executor/runs.ts'
import { cancellationsOf, startRun } from '../executor/start-runs.ts'
import { enqueueDiscovery, enqueueFinish } from '../executor/store-jobs.ts'
import { lockRun, type Run } from '../executor/store-runs.ts'
import { reopenRun, runToReplay } from './store-acts.ts'

/** What became of an act: done, or nothing to do because it was done before or doesn't apply any more. */
export type ActOutcome = 'done' | 'unchanged' | 'unknown'

/** Cancels a run that is under way. A second time changes nothing. A step at hand ends, but its result is not kept. */
export function cancel(engine: Engine, runId: string, reason: string): Promise<ActOutcome> {
  return engine.db.transaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run) return known(tx, runId)
    await cancelRun(engine, tx, run, reason)
    return 'done'
  })
}

/**
 * Lets a failed run go on from where it failed: steps that succeeded are kept, those that failed are tried again with
 * all their attempts and all the time that the function allows. A run that waits for its next attempt is tried at once. A second time changes nothing. Whoever
 * was told of the failure (onFailure, an invoking run) has been told.
 */
export async function retry(engine: Engine, runId: string): Promise<ActOutcome> {
  const now = engine.clock.now()
  const outcome = await engine.db.transaction(async (tx) => {
    const running = await lockRun(tx, runId)
    if (running) return hurry(tx, runId, now)
    if (!(await reopenRun(tx, runId))) return known(tx, runId)
    const run = await lockRun(tx, runId)
    if (run) await goOn(engine, tx, run)
    return 'done'
  })
  await announce(engine, outcome)
  return outcome
}

/**
 * Starts a new run with the event of another. `key` names the request: the same key again gives the same run. Throws
 * nothing if the function is gone: the outcome is `unknown`.
 */
export async function replay(
  engine: Engine,
  runId: string,
  key: string,
): Promise<{ outcome: ActOutcome; runId: string | null }> {
  const replayed = await engine.db.transaction(async (tx) => {
    const of = await runToReplay(tx, runId, key)
    if (of?.replayedAs) return { outcome: 'unchanged', runId: of.replayedAs } as const
    const definition = of && engine.functions.get(of.functionId)
    if (!definition || !of) return { outcome: 'unknown', runId: null } as const
    const started = await startRun(engine, tx, definition, { event: of.event, replay: { of: runId, key } })
    return { outcome: 'done', runId: started } as const
  })
  await announce(engine, replayed.outcome)
  return replayed
}

/** The process that works may be another. */
async function announce(engine: Engine, outcome: ActOutcome): Promise<void> {
  if (outcome === 'done') await engine.db.query(`select pg_notify('workflow', '')`)
  engine.wake()
}

async function goOn(engine: Engine, tx: Transaction, run: Run): Promise<void> {
  const now = engine.clock.now()
  const definition = engine.functions.get(run.functionId)
  const [event] = run.events
  if (definition && event) insertCancellations(tx, cancellationsOf(definition, run.id, event, now))
  if (definition?.timeouts?.finishMs) enqueueFinish(tx, run, after(now, definition.timeouts.finishMs))
  enqueueDiscovery(tx, run, now)
}

async function hurry(tx: Transaction, runId: string, now: Date): Promise<ActOutcome> {
  const { rowCount } = await tx.query(
    `update workflow.job set due_at = $2
     where run_id = $1 and kind in ('discover', 'step') and claimed_at is null and attempt > 0 and due_at > $2`,
    [runId, now],
  )
  return rowCount ? 'done' : 'unchanged'
}

async function known(tx: Transaction, runId: string): Promise<ActOutcome> {
  const { rowCount } = await tx.query('select from workflow.run where id = $1', [runId])
  return rowCount ? 'unchanged' : 'unknown'
}
