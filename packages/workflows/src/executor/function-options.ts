import { invalidInput } from '@ministry/kernel/errors'
import { durationMs } from './durations.ts'
import { compileExpression, type Expression } from './expression.ts'
import { ratePace, throttlePace } from './pace.ts'
import type { FunctionConfig } from './protocol.ts'
import type { Cancellation, ConcurrencyLimit, WorkflowFunction } from './workflow-function.ts'

const HANDLED = new Set([
  'id',
  'name',
  'triggers',
  'steps',
  'idempotency',
  'concurrency',
  'cancel',
  'debounce',
  'throttle',
  'rateLimit',
  'timeouts',
])
const SECOND = 1_000
const DAY = 86_400_000

/** The options of one function, read; whatever can't be carried is told to `refuse`. Source: Inngest docs, flow control. */
export class Options {
  readonly #config: FunctionConfig
  readonly #refuse: (problem: string) => void

  constructor(config: FunctionConfig, refuse: (problem: string) => void) {
    this.#config = config
    this.#refuse = refuse
  }

  refuseUnknown(): void {
    for (const [option, value] of Object.entries(this.#config))
      if (value !== undefined && value !== null && !HANDLED.has(option)) this.unsupported(option)
  }

  unsupported(option: string): void {
    this.#refuse(`the option "${option}" is not supported`)
  }

  attempt<T>(option: string, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      this.#refuse(`the option "${option}": ${(error as Error).message}`)
      return undefined
    }
  }

  expression = (option: string, text: string | null | undefined): Expression | undefined =>
    text ? this.attempt(option, () => compileExpression(text)) : undefined

  #key = (option: string, text: string | null | undefined) => {
    const key = this.expression(`${option}.key`, text)
    return key ? { key } : {}
  }

  /** Milliseconds; between a second and the most that the server takes. */
  #period(option: string, text: string, most: number): number | undefined {
    return this.attempt(option, () => {
      const found = durationMs(text)
      if (found < SECOND || found > most) throw invalidInput(`${text} is not between a second and ${most / DAY} days.`)
      return found
    })
  }

  #limit(option: string, limit: number): number | undefined {
    return this.attempt(option, () => {
      if (limit < 1) throw invalidInput(`${limit} lets nothing run.`)
      return limit
    })
  }

  debounce(): WorkflowFunction['debounce'] {
    const { debounce } = this.#config
    if (!debounce) return undefined
    const periodMs = this.#period('debounce.period', debounce.period, 7 * DAY)
    const timeoutMs = debounce.timeout ? this.#period('debounce.timeout', debounce.timeout, 365 * DAY) : undefined
    const key = this.#key('debounce', debounce.key)
    return periodMs ? { periodMs, ...(timeoutMs && { timeoutMs }), ...key } : undefined
  }

  throttle(): WorkflowFunction['throttle'] {
    const { throttle } = this.#config
    if (!throttle) return undefined
    const periodMs = this.#period('throttle.period', throttle.period, 7 * DAY)
    const limit = this.#limit('throttle.limit', throttle.limit)
    const key = this.#key('throttle', throttle.key)
    return periodMs && limit ? { pace: throttlePace(limit, periodMs, throttle.burst ?? 1), ...key } : undefined
  }

  rateLimit(): WorkflowFunction['rateLimit'] {
    const { rateLimit } = this.#config
    if (!rateLimit) return undefined
    const periodMs = this.#period('rateLimit.period', rateLimit.period, DAY)
    const limit = this.#limit('rateLimit.limit', rateLimit.limit)
    const key = this.#key('rateLimit', rateLimit.key)
    return periodMs && limit ? { pace: ratePace(limit, periodMs), ...key } : undefined
  }

  timeouts(): WorkflowFunction['timeouts'] {
    const { timeouts } = this.#config
    if (!timeouts?.start && !timeouts?.finish) return undefined
    const startMs = timeouts.start ? this.#period('timeouts.start', timeouts.start, 365 * DAY) : undefined
    const finishMs = timeouts.finish ? this.#period('timeouts.finish', timeouts.finish, 365 * DAY) : undefined
    return { ...(startMs && { startMs }), ...(finishMs && { finishMs }) }
  }

  cancellations(): Cancellation[] {
    return (this.#config.cancel ?? []).map(({ event, if: text, timeout }) => {
      const condition = this.expression('cancelOn.if', text)
      const timeoutMs = timeout ? this.#period('cancelOn.timeout', timeout, 365 * DAY) : undefined
      return { event, ...(condition && { condition }), ...(timeoutMs && { timeoutMs }) }
    })
  }

  concurrency(): ConcurrencyLimit[] {
    const { concurrency } = this.#config
    if (concurrency === undefined || concurrency === null) return []
    const all = Array.isArray(concurrency)
      ? concurrency
      : [typeof concurrency === 'number' ? { limit: concurrency } : concurrency]
    if (all.length > 2) this.unsupported('concurrency with more than two limits')
    // A limit of nought is no limit: the server reads it so.
    return all
      .filter(({ limit }) => limit > 0)
      .map(({ limit, key, scope }) => {
        if ((scope ?? 'fn') !== 'fn' && !key) this.#refuse(`the option "concurrency": the scope "${scope}" needs a key`)
        return { limit, scope: scope ?? 'fn', ...this.#key('concurrency', key) }
      })
  }
}
