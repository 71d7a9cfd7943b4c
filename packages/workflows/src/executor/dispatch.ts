import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Seat } from '../leadership.ts'
import { errorFields } from '../log.ts'
import { WakeSignal } from '../wake-signal.ts'
import { applyAnswer } from './answers.ts'
import { answerApplier } from './completions.ts'
import { after } from './durations.ts'
import type { Engine } from './engine.ts'
import { missingAnswer } from './missing.ts'
import { readFailure } from './protocol.ts'
import { Room } from './room.ts'
import type { Answer, SdkCaller } from './sdk-call.ts'
import { releaseJob } from './store-jobs.ts'
import { candidates } from './store-candidates.ts'
import { claimAndLoad, claimSimple, nextDue, releaseForgotten, type Job } from './store-queue.ts'
import { markCalled, markMissing, type LoadedRun } from './store-runs.ts'
import { fireCron, fireDebounce, fireTimeout, fireTimer } from './timers.ts'
import type { WorkflowFunction } from './workflow-function.ts'

interface Working {
  job: Job
  /** Progress was credited: no longer a suspect. */
  cleared: boolean
  /** The step at hand is the last one before the job goes back to the queue. */
  yielding: boolean
  /** The function has answered; what is left is to save it. */
  answered: boolean
  done: Promise<void>
}

export interface DispatcherOptions {
  /** How many jobs at a time. */
  concurrency: number
  /** How long it looks away when nothing is due, in milliseconds. */
  pollMs: number
  /** How long the steps at hand may go on when it has to stop, in milliseconds. */
  graceMs: number
}

const FAILED_PASS_MS = 500
const SAVE_TRIES = 20
const MISSING_FUNCTION_MS = 60_000
const RECOVER_EVERY_MS = 10_000

/** Takes due jobs and does them, as long as this process leads. */
export class Dispatcher {
  readonly #engine: Engine
  readonly #options: DispatcherOptions
  readonly #working = new Map<string, Working>()
  readonly #signal = new WakeSignal()
  readonly #apply: ReturnType<typeof answerApplier>
  #recoveredMs = -Infinity
  #stopping = false
  #abandoned = false

  constructor(engine: Engine, options: DispatcherOptions) {
    this.#engine = engine
    this.#apply = answerApplier(engine)
    this.#options = options
  }

  wake = (): void => this.#signal.wake()

  /** Works until the signal; then finishes the steps at hand and gives the rest back to the queue. */
  async run(caller: SdkCaller, seat: Seat): Promise<void> {
    const { signal } = seat
    this.#stopping = false
    this.#abandoned = false
    this.#recoveredMs = -Infinity
    signal.addEventListener('abort', this.wake, { once: true })
    while (!signal.aborted) {
      try {
        // Jobs that end together make room together.
        await turn()
        await this.#recover(seat)
        // Without room there is nothing to look for until a job ends.
        if (this.#room() <= 0) await this.#signal.wait(this.#options.pollMs)
        else if (!(await this.#pass(caller))) await this.#signal.wait(await this.#restMs())
      } catch (error) {
        this.#engine.log.error(errorFields(error), 'the queue could not be read')
        this.#recoveredMs = -Infinity
        await this.#signal.wait(FAILED_PASS_MS)
      }
    }
    await this.#drain()
  }

  /** What a checkpoint of this job should do: the job's claim, and whether the run must pause after it. */
  progress(jobId: string, generation: number): { yielding: boolean } {
    const working = this.#working.get(jobId)
    if (working?.job.generation !== generation) return { yielding: false }
    working.cleared = true
    working.yielding = this.#stopping
    return { yielding: this.#stopping }
  }

  /** True if there was something to do. */
  async #pass(caller: SdkCaller): Promise<boolean> {
    const [jobs, runs] = await this.#claim()
    for (const job of jobs) this.#begin(caller, job, runs.get(job.runId ?? ''))
    return jobs.length > 0
  }

  async #claim(): Promise<[Job[], ReadonlyMap<string, LoadedRun>]> {
    const { db, clock, functions } = this.#engine
    const limit = this.#room()
    const now = clock.now()
    const simple = await claimSimple(db, { now, most: limit, working: [...this.#working.keys()] })
    if (simple[0].length) return simple
    const room = new Room(functions, this.#working.values())
    const { suspectRuns } = room
    const found = await candidates(db, { now, wanted: limit, saturated: room.saturated(), suspectRuns })
    const chosen = room.choose(found, limit, now)
    return chosen.claimed.length ? claimAndLoad(db, chosen) : [[], new Map()]
  }

  /** A slot is free as soon as its function has answered, as long as answers can be saved as fast as they come. */
  #room(): number {
    const { concurrency } = this.#options
    const answered = [...this.#working.values()].filter((working) => working.answered).length
    return concurrency - this.#working.size + Math.min(answered, concurrency)
  }

  /** A connection that breaks during a claim leaves open whether it was carried out. */
  async #recover({ client }: Seat): Promise<void> {
    const now = this.#engine.clock.now().getTime()
    if (now - this.#recoveredMs < RECOVER_EVERY_MS) return
    this.#recoveredMs = now
    const released = await releaseForgotten(client, [...this.#working.keys()])
    if (released) this.#engine.log.warn({ released }, 'jobs were claimed that nobody worked on')
  }

  #begin(caller: SdkCaller, job: Job, run: LoadedRun | undefined): void {
    const working: Working = { job, cleared: false, yielding: false, answered: false, done: Promise.resolve() }
    this.#working.set(job.id, working)
    working.done = this.#perform(caller, working, run)
      .catch((error: unknown) => this.#giveBack(job, error))
      .finally(() => {
        this.#working.delete(job.id)
        this.wake()
      })
  }

  async #perform(caller: SdkCaller, working: Working, run: LoadedRun | undefined): Promise<void> {
    const { job } = working
    const engine = this.#engine
    if (job.kind === 'timer') return fireTimer(engine, job)
    if (job.kind === 'cron') return fireCron(engine, job)
    if (job.kind === 'debounce') return fireDebounce(engine, job)
    if (job.kind === 'timeout') return fireTimeout(engine, job)
    if (!run) return applyAnswer(engine, job, NOTHING, 1)
    const definition = engine.functions.get(run.functionId)
    if (!definition) return this.#missing(job, run)
    await this.#prepare(run, definition)
    const answer = await caller.call(job, run, definition.maxAttempts)
    working.answered = true
    if (this.#room() === 1) this.wake()
    if (working.yielding) return this.#release(job, 0)
    const { maxAttempts } = definition
    await this.#persist(job, () => this.#apply({ job, run, answer, maxAttempts }))
  }

  async #prepare(run: LoadedRun, { timeouts }: WorkflowFunction): Promise<void> {
    const { db, clock } = this.#engine
    if (run.missingSince) await markMissing(db, run.id, null)
    if (!timeouts || run.calledAt) return
    const now = clock.now()
    await markCalled(db, run, { now, finishBy: timeouts.finishMs ? after(now, timeouts.finishMs) : null })
  }

  /** A deploy took the function away: the run waits for it, visibly, and fails when it has waited too long. */
  async #missing(job: Job, run: LoadedRun): Promise<void> {
    const { db, clock, log, missingFunctionMs } = this.#engine
    const { functionId, missingSince } = run
    const now = clock.now()
    if (!missingSince) await markMissing(db, run.id, now)
    const waitedMs = now.getTime() - (missingSince ?? now).getTime()
    if (waitedMs >= missingFunctionMs) return applyAnswer(this.#engine, job, missingAnswer(functionId), 1)
    log.warn({ runId: run.id, functionId }, 'a run waits for a function that is not there')
    return this.#release(job, MISSING_FUNCTION_MS)
  }

  /** What a step did has happened: a database that is away for a moment must not make it happen twice. */
  async #persist(job: Job, save: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await save()
      } catch (error) {
        if (tries === SAVE_TRIES || this.#abandoned) throw error
        this.#engine.log.warn(
          { ...errorFields(error), jobId: job.id, runId: job.runId },
          'an answer could not be saved',
        )
        await sleep(FAILED_PASS_MS)
      }
    }
  }

  /** The job must not stay claimed by a process that has let go of it. */
  async #giveBack(job: Job, error: unknown): Promise<void> {
    if (this.#abandoned) return
    this.#engine.log.error({ ...errorFields(error), jobId: job.id, runId: job.runId }, 'a job could not be finished')
    await this.#persist(job, () => this.#release(job, FAILED_PASS_MS)).catch(() => undefined)
  }

  #release = (job: Job, delayMs: number) =>
    releaseJob(this.#engine.db, job, { dueAt: after(this.#engine.clock.now(), delayMs), attempt: job.attempt })

  /** Runs pause at their next checkpoint; a step that takes longer than the grace is done again by the next leader. */
  async #drain(): Promise<void> {
    this.#stopping = true
    const { graceMs } = this.#options
    const finished = Promise.all([...this.#working.values()].map(({ done }) => done))
    const patience = new AbortController()
    await Promise.race([finished, sleep(graceMs, undefined, { signal: patience.signal }).catch(() => undefined)])
    patience.abort()
    if (!this.#working.size) return
    this.#abandoned = true
    for (const { job } of this.#working.values()) {
      this.#engine.log.warn(
        { jobId: job.id, runId: job.runId, graceMs },
        'a step did not end in time and will be done again',
      )
      await this.#release(job, 0).catch(() => undefined)
    }
    this.#working.clear()
  }

  async #restMs(): Promise<number> {
    const due = await nextDue(this.#engine.db)
    const { pollMs } = this.#options
    if (!due) return pollMs
    const untilDue = due.getTime() - this.#engine.clock.now().getTime()
    // What is due but wasn't taken waits for room, which comes with a wake.
    return untilDue > 0 ? Math.min(untilDue, pollMs) : pollMs
  }
}

/** The run has ended while its job was in the queue: the job goes, whatever the answer. */
const NOTHING: Answer = { kind: 'error', error: readFailure('ended'), mayRetry: false, retryAfter: null }
