import type { Transaction } from './database.ts'
import { LIMITS, type Engine } from './engine.ts'
import type { ReceivedEvent, StepFailure } from './protocol.ts'
import { insertEvents } from './store-events.ts'
import { enqueueDiscovery } from './store-jobs.ts'
import { endRun, insertStep, lockRun, type CompletedStep, type Run } from './store-runs.ts'
import { takeWait } from './store-waits.ts'
import { triggeredBy } from './workflow-function.ts'

export interface StepResult {
  id: string
  name: string
  kind: CompletedStep['kind']
  /** What the SDK memoises. */
  output: unknown
  durationMs?: number
}

/** What became of a step's result: kept, known before, or the run ended because it broke a limit. */
export type Kept = 'kept' | 'known' | 'ended'

/** Keeps the result of a step. */
export async function keepStep(engine: Engine, tx: Transaction, run: Run, step: StepResult): Promise<Kept> {
  if (run.completed.includes(step.id)) return 'known'
  const output = JSON.stringify(step.output ?? null)
  const broken = brokenLimit(run, step.name, Buffer.byteLength(output))
  if (broken) {
    await finishRun(engine, tx, run, { status: 'failed', output: { name: 'LimitReached', message: broken } })
    return 'ended'
  }
  const { id, name, kind, durationMs = null } = step
  if (!(await insertStep(tx, run, { id, name, kind, output, durationMs }, engine.clock.now()))) return 'known'
  run.completed.push(step.id)
  run.pending = run.pending.filter((pending) => pending !== step.id)
  run.stateBytes += Buffer.byteLength(output)
  return 'kept'
}

/** The end of a run that its function has completed: a failure if its result is larger than the server would take. */
export function completion(output: unknown): Ending {
  const bytes = Buffer.byteLength(JSON.stringify(output ?? null))
  if (bytes <= LIMITS.stepBytes) return { status: 'completed', output }
  const message = `The function returned ${bytes} bytes; it may return ${LIMITS.stepBytes}.`
  return { status: 'failed', output: { name: 'LimitReached', message } }
}

/** The limit of the server that one more step breaks, as a sentence. */
function brokenLimit(run: Pick<Run, 'stateBytes' | 'completed'>, stepName: string, bytes: number): string | undefined {
  if (bytes > LIMITS.stepBytes)
    return `The step "${stepName}" returned ${bytes} bytes; a step may return ${LIMITS.stepBytes}.`
  if (run.stateBytes + bytes > LIMITS.runBytes)
    return `With the step "${stepName}" the results of this run exceed ${LIMITS.runBytes} bytes.`
  if (run.completed.length >= LIMITS.steps) return `The run has more than ${LIMITS.steps} steps.`
  return undefined
}

/** After a step: calls the function again if nothing of a parallel group is outstanding, or if the step was in a race. */
export async function moveOn(engine: Engine, tx: Transaction, run: Run, stepId: string): Promise<void> {
  if (run.racing.includes(stepId) || !run.pending.length) enqueueDiscovery(tx, run, engine.clock.now())
}

/** Ends a wait of another run with this output. Nothing happens if the run or the wait has ended. */
export async function resumeWait(
  engine: Engine,
  tx: Transaction,
  { runId, stepId, output }: { runId: string; stepId: string; output: unknown },
): Promise<void> {
  const run = await lockRun(tx, runId)
  const wait = run && (await takeWait(tx, runId, stepId))
  if (!run || !wait || wait.kind === 'cancel') return
  const step = { id: stepId, name: wait.stepName, kind: wait.kind, output }
  if ((await keepStep(engine, tx, run, step)) === 'kept') await moveOn(engine, tx, run, stepId)
}

export type Ending =
  | { status: 'completed'; output: unknown }
  /** `expected`: the function itself says when it is over. */
  | { status: 'failed' | 'cancelled'; output: StepFailure; expected?: boolean }

/** Ends a run, tells the run that invoked it, and sends the events that functions listen for. */
export async function finishRun(engine: Engine, tx: Transaction, run: Run, ending: Ending): Promise<void> {
  const now = engine.clock.now()
  const { status } = ending
  const kept = ending.status === 'completed' ? (ending.output ?? null) : serverFailure(ending.output)
  endRun(tx, run.id, { status, output: JSON.stringify(kept), now })
  const output = status === 'cancelled' ? CANCELLED : kept
  if (run.parentRunId && run.parentStepId)
    await resumeWait(engine, tx, {
      runId: run.parentRunId,
      stepId: run.parentStepId,
      output: status === 'completed' ? { data: output } : { error: output },
    })
  const told = endEvents(engine, run, ending, output)
  if (told.length) await insertEvents(tx, told, { now, notify: true })
  if (ending.status === 'completed') return
  const facts = { runId: run.id, functionId: run.functionId, status, error: ending.output.name }
  if (ending.expected) engine.log.debug(facts, 'a run was over')
  else engine.log.warn(facts, 'a run ended badly')
}

/** What the server tells of every cancelled run, whatever the reason. Source: Inngest docs, `inngest/function.cancelled`. */
const CANCELLED = { error: 'Error', name: 'Error', message: 'function cancelled' }

/** Cancels a run that is under way, for a reason that operators read; `expected` where the function itself asked for it. */
export const cancelRun = (
  engine: Engine,
  tx: Transaction,
  run: Run,
  reason: string,
  { expected = false } = {},
): Promise<void> =>
  finishRun(engine, tx, run, { status: 'cancelled', output: { name: 'Cancelled', message: reason }, expected })

/** The server repeats the error's name as `error`. Source: recorded traffic, `inngest/function.failed`. */
const serverFailure = (failure: StepFailure) => ({ error: failure.name, ...failure })

const TELLING = ['inngest/function.finished', 'inngest/function.failed', 'inngest/function.cancelled']

/** A run that an ending started tells of no ending itself: handlers of failures can't go round in circles. */
function endEvents(engine: Engine, run: Run, { status }: Ending, output: unknown): ReceivedEvent[] {
  const [event] = run.events
  if (!event || TELLING.includes(event.name)) return []
  const names = ['inngest/function.finished', ...(status === 'completed' ? [] : [`inngest/function.${status}`])]
  const ts = engine.clock.now().getTime()
  return names
    .filter((name) => isListenedFor(engine, name))
    .map((name) => ({
      id: name === 'inngest/function.failed' ? run.id : `${run.id}.${name}`,
      name,
      ts,
      user: {},
      data: {
        function_id: run.functionId,
        run_id: run.id,
        event,
        events: run.events,
        ...(status === 'completed' ? { result: output } : { error: output }),
        _inngest: { status: status[0]?.toUpperCase() + status.slice(1) },
      },
    }))
}

/** Whether a function is triggered by this event. */
export const isListenedFor = ({ functions }: Engine, name: string): boolean =>
  [...functions.values()].some(({ events }) => events.some(({ event }) => triggeredBy(event, name)))
