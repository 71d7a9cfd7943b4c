import type { Queryable } from './database.ts'
import type { Engine } from './engine.ts'
import type { Op } from './protocol.ts'
import { finishRun, keepStep } from './runs.ts'
import { creditProgress } from './store-jobs.ts'
import { lockRun, type Run } from './store-runs.ts'

export interface Checkpoint {
  runId: string
  jobId: string
  generation: number
  steps: Op[]
}

/**
 * Keeps steps that a call has done while it goes on. False if the call must end here: its claim is stale, or the run
 * has ended. Source: SDK spec §10.3.1.
 */
export async function saveCheckpoint(
  engine: Engine,
  { runId, jobId, generation, steps }: Checkpoint,
): Promise<boolean> {
  return engine.db.transaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run || !(await creditProgress(tx, { id: jobId, generation, runId }))) return false
    for (const step of steps) if (!(await keep(engine, tx, run, step))) return false
    return true
  })
}

async function keep(
  engine: Engine,
  tx: Queryable,
  run: Run,
  { id, op, name, displayName, data }: Op,
): Promise<boolean> {
  const called = displayName ?? name ?? id
  if (op === 'StepRun' || op === 'Step')
    return (await keepStep(engine, tx, run, { id, name: called, output: { data: data ?? null } })) !== 'ended'
  const message = `The embedded executor doesn't support ${op} ("${called}").`
  await finishRun(engine, tx, run, { status: 'failed', output: { name: 'UnsupportedStep', message } })
  return false
}
