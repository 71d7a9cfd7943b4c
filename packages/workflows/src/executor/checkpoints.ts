import { errorFields } from '../log.ts'
import { grouped } from '../grouped.ts'
import type { Transaction } from './database.ts'
import { LIMITS, type Engine } from './engine.ts'
import type { Op } from './protocol.ts'
import { finishRun, keepStep } from './runs.ts'
import { nameOf, stepOf } from './steps.ts'
import { saveSteps, type SavedStep } from './store-groups.ts'
import { creditProgress } from './store-jobs.ts'
import { lockRun, type Run } from './store-runs.ts'

export interface Checkpoint {
  runId: string
  jobId: string
  generation: number
  steps: Op[]
}

/**
 * Keeps steps that a call has done while it goes on; steps of several runs that come together are kept together. False
 * if the call must end here: its claim is stale, or the run has ended. Source: SDK spec §10.3.1.
 */
export function checkpointSaver(engine: Engine): (checkpoint: Checkpoint) => Promise<boolean> {
  const saveTogether = grouped((steps: SavedStep[]) => saveSteps(engine.db, steps, engine.clock.now()))
  return async (checkpoint) => {
    const step = simple(checkpoint)
    if (step) {
      try {
        if (await saveTogether(step)) return true
      } catch (error) {
        engine.log.warn({ ...errorFields(error), runId: checkpoint.runId }, 'a step could not be saved with others')
      }
    }
    return saveAlone(engine, checkpoint)
  }
}

/** The step of a checkpoint that holds one, done and not large: nothing about it needs to be decided. */
function simple({ runId, jobId, generation, steps }: Checkpoint): SavedStep | undefined {
  const [op] = steps
  if (!op || steps.length > 1 || (op.op !== 'StepRun' && op.op !== 'Step')) return undefined
  const { id, name, durationMs = null, output: found } = stepOf(op)
  const output = JSON.stringify(found)
  const bytes = Buffer.byteLength(output)
  return bytes > LIMITS.stepBytes ? undefined : { runId, jobId, generation, id, name, output, bytes, durationMs }
}

async function saveAlone(engine: Engine, { runId, jobId, generation, steps }: Checkpoint): Promise<boolean> {
  return engine.db.transaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (!run || !(await creditProgress(tx, { id: jobId, generation, runId }))) return false
    for (const step of steps) if (!(await keep(engine, tx, run, step))) return false
    return true
  })
}

async function keep(engine: Engine, tx: Transaction, run: Run, op: Op): Promise<boolean> {
  if (op.op === 'StepRun' || op.op === 'Step') return (await keepStep(engine, tx, run, stepOf(op))) !== 'ended'
  const message = `The embedded executor doesn't support ${op.op} ("${nameOf(op)}").`
  await finishRun(engine, tx, run, { status: 'failed', output: { name: 'UnsupportedStep', message } })
  return false
}
