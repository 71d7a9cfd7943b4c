import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock, type Clock } from '@ministry/kernel/calendar'
import { monotonicFactory } from 'ulid'
import { seekLeadership } from '../leadership.ts'
import { errorFields, silentLog, type Log } from '../log.ts'
import { keepHouse } from '../operations/housekeeping.ts'
import { operationsOf, type Operations } from '../operations/index.ts'
import { apiFetch } from './api.ts'
import { checkpointSaver } from './checkpoints.ts'
import { openDatabase } from './database.ts'
import { Dispatcher } from './dispatch.ts'
import type { Engine } from './engine.ts'
import { acceptEvents } from './events.ts'
import { readFunctions } from './functions.ts'
import { Router } from './router.ts'
import { sdkCaller, type SdkHandler } from './sdk-call.ts'
import { nextDue, nothingDue } from './store-queue.ts'
import { takeOver } from './takeover.ts'
import { planCrons } from './timers.ts'

export interface ExecutorOptions {
  /** A direct connection (no transaction pooler) as a member of the role `ministry_executor`. */
  connectionString: string
  clock?: Clock
  log?: Log
  /** Jobs at a time; 16 by default. */
  concurrency?: number
  /** How long it looks away when nothing is due, in milliseconds; 1,000 by default. */
  pollMs?: number
  /** How long `stop()` lets the steps at hand go on, in milliseconds; 20,000 by default. */
  graceMs?: number
  /** How long a step may take before it counts as failed, in milliseconds; two hours by default, as on the server. */
  callTimeoutMs?: number
  /** How long a run waits for a function that a deploy took away, in milliseconds; seven days by default. */
  missingFunctionMs?: number
  /** How long ended runs and routed events are kept, in days; 30 by default. */
  keepDays?: number
  /** How often a process that doesn't lead asks to, in milliseconds; 1,000 by default. */
  leadershipRetryMs?: number
  /** In [0, 1): the jitter of retries; `Math.random` by default. */
  random?: () => number
}

/** Runs Inngest functions durably in this process, on PostgreSQL. */
export interface Executor {
  /** The `fetch` of the Inngest client: carries its events and checkpoints, no network. Works before `start()`. */
  fetch: typeof globalThis.fetch
  /**
   * Reads the functions from the SDK's handler and starts to work, as soon as no other process leads. Throws
   * InvalidInput that names every function and option that isn't supported.
   */
  start(handler: SdkHandler): Promise<void>
  /** Finishes the steps at hand (at most for `graceMs`), gives up the lead and closes the connections. */
  stop(): Promise<void>
  /** Says that there may be something to do, for instance after the clock was moved. */
  wake(): void
  /** Resolves when nothing is due or running at the clock's time. */
  idle(): Promise<void>
  /** When the next sleep, timeout, retry, schedule or future event falls due. */
  nextDue(): Promise<Date | undefined>
  /** Whether this process is the one that works. */
  isLeader(): boolean
  /** What operators see and do; works in every process, whoever leads. */
  operations: Operations
}

/** Ids that sort in the order in which they were made. */
function runIds(clock: Clock): () => string {
  const next = monotonicFactory()
  return () => next(clock.now().getTime())
}

/** Number of the advisory lock that the working process holds. */
const LOCK_ID = 1

/** Makes the embedded executor; nothing runs before `start()`. Source: architecture, "One picture". */
export function createExecutor(options: ExecutorOptions): Executor {
  const { connectionString, clock = systemClock, log = silentLog, concurrency = 16 } = options
  const db = openDatabase({
    connectionString,
    connections: Math.max(4, Math.min(concurrency, 12)),
    onError: (error) => log.warn(errorFields(error), 'a connection of the executor broke'),
  })
  const engine: Engine = {
    db,
    clock,
    log,
    random: options.random ?? Math.random,
    newRunId: runIds(clock),
    missingFunctionMs: options.missingFunctionMs ?? 7 * 86_400_000,
    functions: new Map(),
    wake: () => wake(),
    wakeRouter: () => router.wake(),
  }
  const { pollMs = 1_000, graceMs = 20_000, keepDays = 30 } = options
  const dispatcher = new Dispatcher(engine, { concurrency, pollMs, graceMs })
  const router = new Router(engine, { pollMs })
  const wake = () => {
    router.wake()
    dispatcher.wake()
  }
  const saveCheckpoint = checkpointSaver(engine)
  let leadership: ReturnType<typeof seekLeadership> | undefined
  // Before it is known who leads, an empty queue doesn't mean that there is nothing to do: schedules are not planned yet.
  const settled = Promise.withResolvers<void>()
  const isLeader = () => leadership?.isLeader() ?? false

  const fetch = apiFetch({
    accept: (events, seed) =>
      acceptEvents(engine, events, { notify: !isLeader(), ...(seed !== undefined && { seed }) }),
    async checkpoint(reported) {
      if (!(await saveCheckpoint(reported))) return false
      return !dispatcher.progress(reported.jobId, reported.generation).yielding
    },
  })

  let stopped: Promise<void> | undefined
  const stop = async () => {
    settled.resolve()
    await leadership?.stop()
    await db.close()
  }

  return {
    fetch,
    isLeader,
    async start(handler) {
      const caller = sdkCaller(handler, { callTimeoutMs: options.callTimeoutMs ?? 2 * 3_600_000 })
      engine.functions = readFunctions(await caller.sync())
      leadership = seekLeadership({
        connectionString,
        applicationName: 'ministry-executor-leader',
        lockId: LOCK_ID,
        channel: 'workflow',
        log,
        retryMs: options.leadershipRetryMs ?? 1_000,
        onNotify: wake,
        onFollow: settled.resolve,
        async lead(seat) {
          await takeOver(engine)
          await planCrons(engine)
          settled.resolve()
          log.info({ functions: engine.functions.size }, 'the embedded executor works in this process')
          await Promise.all([
            router.run(seat.signal, dispatcher.wake),
            dispatcher.run(caller, seat),
            keepHouse(engine, { keepDays, signal: seat.signal }),
          ])
        },
      })
    },
    stop: () => (stopped ??= stop()),
    wake,
    async idle() {
      if (leadership) await settled.promise
      for (;;) {
        wake()
        // Asked twice: what another part put into the queue meanwhile is due at a time that the first question didn't know.
        if ((await nothingDue(db, clock.now())) && (await nothingDue(db, clock.now()))) return
        await sleep(5)
      }
    },
    nextDue: () => nextDue(db),
    operations: operationsOf(engine, isLeader),
  }
}
