import { errorFields } from '../log.ts'
import { grouped } from '../grouped.ts'
import { applyAnswer } from './answers.ts'
import { isRefusedData } from './database.ts'
import { LIMITS, type Engine } from './engine.ts'
import { isListenedFor } from './runs.ts'
import type { Answer } from './sdk-call.ts'
import { completeRuns, type CompletedRun } from './store-groups.ts'
import type { Job } from './store-queue.ts'
import type { Run } from './store-runs.ts'

export interface Answered {
  job: Job
  run: Run
  answer: Answer
  maxAttempts: number
}

/** Applies answers; those that only complete a run are applied together with others that come at the same time. */
export function answerApplier(engine: Engine): (answered: Answered) => Promise<void> {
  const completeTogether = grouped((runs: CompletedRun[]) => completeRuns(engine.db, runs, engine.clock.now()))
  return async ({ job, run, answer, maxAttempts }) => {
    const completed = simple(engine, job, run, answer)
    if (completed) {
      try {
        if (await completeTogether(completed)) return
      } catch (error) {
        engine.log.warn({ ...errorFields(error), runId: run.id }, 'a run could not be completed with others')
      }
    }
    try {
      await applyAnswer(engine, job, answer, maxAttempts)
    } catch (error) {
      if (!isRefusedData(error)) throw error
      await applyAnswer(engine, job, unstorable(error as Error), maxAttempts)
    }
  }
}

/** Calling the function again would bring the same. */
const unstorable = ({ message }: Error): Answer => ({
  kind: 'error',
  error: { name: 'UnstorableAnswer', message: `What the function answered can't be kept: ${message}` },
  mayRetry: false,
  retryAfter: null,
})

/** A completion that nobody waits for or listens to. */
function simple(engine: Engine, job: Job, run: Run, answer: Answer): CompletedRun | undefined {
  if (run.parentRunId || isListenedFor(engine, 'inngest/function.finished')) return undefined
  const output = outputOf(answer)
  if (!output) return undefined
  const text = JSON.stringify(output.value)
  if (Buffer.byteLength(text) > LIMITS.stepBytes) return undefined
  return { runId: run.id, jobId: job.id, generation: job.generation, output: text }
}

function outputOf(answer: Answer): { value: unknown } | undefined {
  if (answer.kind === 'output') return { value: answer.output ?? null }
  if (answer.kind === 'error' || answer.ops.length !== 1) return undefined
  const [op] = answer.ops
  return op?.op === 'RunComplete' ? { value: op.data ?? null } : undefined
}
