import type { Clock } from '@ministry/kernel/calendar'
import type { Log } from '../log.ts'
import type { Database } from './database.ts'
import type { WorkflowFunction } from './workflow-function.ts'

/** What the parts of one executor share. */
export interface Engine {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  /** In [0, 1): the jitter of retries. */
  readonly random: () => number
  /** A new id that sorts after those made before. */
  readonly newRunId: () => string
  /** How long a run waits for its function to come back after a deploy, in milliseconds. */
  readonly missingFunctionMs: number
  /** Known after `start()`. */
  functions: ReadonlyMap<string, WorkflowFunction>
  /** Says that there may be something to do. */
  wake(): void
  /** Says that there are events to be given to functions. */
  wakeRouter(): void
}

/** Limits of the real server, so that what runs here runs there. */
export const LIMITS = {
  stepBytes: 4 * 1024 * 1024,
  runBytes: 32 * 1024 * 1024,
  steps: 1_000,
  sleepMs: 366 * 86_400_000,
} as const
