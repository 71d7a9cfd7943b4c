import type { Expression } from './expression.ts'
import type { Pace } from './pace.ts'

export interface EventTrigger {
  event: string
  condition?: Expression
}

/** An event that cancels runs of the function. */
export interface Cancellation {
  event: string
  condition?: Expression
  /** How long after the start of the run it can. */
  timeoutMs?: number
}

export interface ConcurrencyLimit {
  limit: number
  key?: Expression
  scope: 'fn' | 'env' | 'account'
}

/** A function as the executor runs it. */
export interface WorkflowFunction {
  /** `<application>-<function>`. */
  id: string
  name: string
  events: EventTrigger[]
  /** Schedules, each with its zone, as written. */
  crons: string[]
  maxAttempts: number
  idempotency?: Expression
  cancellations: Cancellation[]
  /** At most two. */
  concurrency: ConcurrencyLimit[]
  debounce?: { periodMs: number; timeoutMs?: number; key?: Expression }
  throttle?: { pace: Pace; key?: Expression }
  rateLimit?: { pace: Pace; key?: Expression }
  timeouts?: { startMs?: number; finishMs?: number }
}

/** Whether a trigger's event (`people/created`, `people/*`) means this name. */
export const triggeredBy = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))
