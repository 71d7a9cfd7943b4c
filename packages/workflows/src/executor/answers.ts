import { ulid } from 'ulid'
import { nameOf, stepOf } from './steps.ts'
import { backoff, retryAfter } from './backoff.ts'
import type { Transaction } from './database.ts'
import { after, instantOf } from './durations.ts'
import { LIMITS, type Engine } from './engine.ts'
import { compileExpression } from './expression.ts'
import { requiredOf } from './match.ts'
import { invokeOptions, readFailure, sleepOptions, waitOptions, type Op, type StepFailure } from './protocol.ts'
import { completion, finishRun, keepStep, moveOn, type StepResult } from './runs.ts'
import type { Answer } from './sdk-call.ts'
import { startRun } from './start-runs.ts'
import { deleteJob, enqueueDiscovery, enqueueStep, enqueueTimer, releaseJob } from './store-jobs.ts'
import { lockBoth, type Job } from './store-queue.ts'
import { insertAttempt, keepCalledAt, updateGroup, type Run } from './store-runs.ts'
import { insertWait } from './store-waits.ts'

/** Applies what a function answered, in one transaction with the job that called it. A stale answer changes nothing. */
export async function applyAnswer(engine: Engine, claimed: Job, answer: Answer, maxAttempts: number): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const [run, job] = await lockBoth(tx, claimed)
    if (!job) return
    if (!run) return deleteJob(tx, job)
    if (!run.calledAt) keepCalledAt(tx, run, job)
    await new Application(engine, tx, run, job, maxAttempts).apply(answer)
  })
}

/** A message to the run's author about an op that can't be carried out. */
const failure = (name: string, message: string): StepFailure => ({ name, message })

const NO_STEPS = new Set(['RunComplete', 'DiscoveryRequest'])

class Application {
  readonly #engine: Engine
  readonly #tx: Transaction
  readonly #run: Run
  readonly #job: Job
  readonly #maxAttempts: number
  #ended = false
  #retried = false

  constructor(engine: Engine, tx: Transaction, run: Run, job: Job, maxAttempts: number) {
    this.#engine = engine
    this.#tx = tx
    this.#run = run
    this.#job = job
    this.#maxAttempts = maxAttempts
  }

  async apply(answer: Answer): Promise<void> {
    if (answer.kind === 'output') return this.#complete(answer.output)
    if (answer.kind === 'error')
      return this.#mayRetry(answer.mayRetry)
        ? this.#retry(answer.retryAfter, answer.error, null)
        : this.#fail(answer.error)
    if (!answer.ops.length) return this.#fail(failure('Stalled', 'The function answered without a result or a step.'))
    const progressed = await this.#applyOps(answer)
    if (this.#ended || this.#retried) return
    // Our own job goes first: its key is the one that the next discovery takes.
    deleteJob(this.#tx, this.#job)
    for (const stepId of progressed) await moveOn(this.#engine, this.#tx, this.#run, stepId)
    if (this.#job.again) enqueueDiscovery(this.#tx, this.#run, this.#engine.clock.now())
  }

  /** Steps whose results are there now, so that the function may be able to go on. */
  async #applyOps({ ops, mayRetry, retryAfter: header }: Answer & { kind: 'ops' }): Promise<string[]> {
    await this.#formGroup(ops)
    const progressed: string[] = []
    for (const op of ops) {
      if (this.#ended) return []
      if (op.op === 'StepError' && this.#mayRetry(mayRetry))
        await this.#retry(header, readFailure(op.error), nameOf(op))
      else if (await this.#applyOp(op)) progressed.push(op.id)
    }
    return progressed
  }

  /** Steps that are reported together belong together: the function is called again when all of them are done. */
  async #formGroup(ops: Op[]): Promise<void> {
    const run = this.#run
    const open = ops.filter(({ id, op }) => !NO_STEPS.has(op) && !run.completed.includes(id))
    const racing = open.filter(({ opts }) => opts?.parallelMode === 'race')
    if (open.length < 2 && !racing.length) return
    run.pending = [...new Set([...run.pending, ...open.map(({ id }) => id)])]
    run.racing = [...new Set([...run.racing, ...racing.map(({ id }) => id)])]
    updateGroup(this.#tx, run)
  }

  /** True if a step's result is there now. */
  async #applyOp(op: Op): Promise<boolean> {
    if (op.op === 'RunComplete') {
      await this.#complete(op.data)
      return false
    }
    if (op.op === 'DiscoveryRequest' || this.#run.completed.includes(op.id)) return true
    switch (op.op) {
      case 'StepRun':
      case 'Step':
        return this.#keep(stepOf(op))
      case 'StepError':
      case 'StepFailed':
        return this.#keep({ ...stepOf(op), output: { error: readFailure(op.error) } })
      case 'StepPlanned':
        enqueueStep(this.#tx, this.#run, op.id, this.#engine.clock.now())
        return false
      case 'Sleep':
        return this.#understood(op, () => this.#sleep(op))
      case 'WaitForEvent':
        return this.#understood(op, () => this.#waitForEvent(op))
      case 'InvokeFunction':
        return this.#understood(op, () => this.#invoke(op))
      default:
        await this.#fail(
          failure('UnsupportedStep', `The embedded executor doesn't support ${op.op} (step "${nameOf(op)}").`),
        )
        return false
    }
  }

  async #keep(step: StepResult): Promise<boolean> {
    const kept = await keepStep(this.#engine, this.#tx, this.#run, step)
    this.#ended ||= kept === 'ended'
    return kept !== 'ended'
  }

  /** An op with options that can't be read ends the run with a sentence that says which. */
  async #understood(op: Op, carryOut: () => Promise<boolean>): Promise<boolean> {
    try {
      return await carryOut()
    } catch (error) {
      const { name, message } = error as Error
      if (name !== 'InvalidInput' && name !== 'ZodError') throw error
      await this.#fail(failure('UnreadableStep', `The step "${nameOf(op)}" can't be carried out: ${message}`))
      return false
    }
  }

  async #sleep(op: Op): Promise<boolean> {
    const now = this.#engine.clock.now()
    const dueAt = instantOf(sleepOptions.parse(op.opts ?? {}).duration ?? op.name ?? '', now)
    if (dueAt > after(now, LIMITS.sleepMs)) {
      await this.#fail(failure('LimitReached', `The step "${nameOf(op)}" sleeps for more than a year.`))
      return false
    }
    this.#timer(op, dueAt)
    return false
  }

  async #waitForEvent(op: Op): Promise<boolean> {
    const options = waitOptions.parse(op.opts ?? {})
    const condition = options.if ?? null
    if (condition) compileExpression(condition)
    const dueAt = instantOf(options.timeout, this.#engine.clock.now())
    const eventName = options.event ?? op.name ?? ''
    const match = (condition && requiredOf(condition, this.#run.events[0])) ?? null
    const at = { runId: this.#run.id, stepId: op.id, stepName: nameOf(op), until: null }
    if (await insertWait(this.#tx, { ...at, kind: 'event', eventName, condition, match })) this.#timer(op, dueAt)
    return false
  }

  async #invoke(op: Op): Promise<boolean> {
    const { function_id, payload, timeout } = invokeOptions.parse(op.opts ?? {})
    const invoked = this.#engine.functions.get(function_id)
    if (!invoked) {
      const error = failure('Error', `could not find function with ID: ${function_id}`)
      return this.#keep({ ...stepOf(op), kind: 'invoke', output: { error } })
    }
    const now = this.#engine.clock.now()
    const at = { runId: this.#run.id, stepId: op.id, stepName: nameOf(op) }
    const nothing = { eventName: null, condition: null, match: null, until: null }
    if (!(await insertWait(this.#tx, { ...at, ...nothing, kind: 'invoke' }))) return false
    if (timeout) this.#timer(op, instantOf(timeout, now))
    const event = {
      id: ulid(now.getTime()),
      name: 'inngest/function.invoked',
      ts: now.getTime(),
      data: { ...payload?.data, _inngest: { fn_id: function_id, correlation_id: `${this.#run.id}.${op.id}` } },
      user: payload?.user ?? {},
      ...(payload?.v && { v: payload.v }),
    }
    await startRun(this.#engine, this.#tx, invoked, { event, parent: { runId: this.#run.id, stepId: op.id } })
    return false
  }

  #timer(op: Op, dueAt: Date): void {
    enqueueTimer(this.#tx, this.#run, { stepId: op.id, stepName: nameOf(op), dueAt })
  }

  #mayRetry = (sdkAllows: boolean) => sdkAllows && this.#job.attempt + 1 < this.#maxAttempts

  async #retry(header: string | null, error: StepFailure, stepName: string | null): Promise<void> {
    this.#retried = true
    const { attempt } = this.#job
    const now = this.#engine.clock.now()
    const dueAt = retryAfter(header, now) ?? backoff(attempt, now, this.#engine.random())
    const failed = { runId: this.#run.id, stepName, attempt, failedAt: now, retryAt: dueAt }
    insertAttempt(this.#tx, { ...failed, error: JSON.stringify(error) })
    await releaseJob(this.#tx, this.#job, { dueAt, attempt: attempt + 1 })
  }

  async #complete(output: unknown): Promise<void> {
    this.#ended = true
    await finishRun(this.#engine, this.#tx, this.#run, completion(output))
  }

  async #fail(output: StepFailure): Promise<void> {
    this.#ended = true
    await finishRun(this.#engine, this.#tx, this.#run, { status: 'failed', output })
  }
}
