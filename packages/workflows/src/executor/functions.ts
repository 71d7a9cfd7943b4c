import { invalidInput } from '@ministry/kernel/errors'
import { parseCron } from './cron.ts'
import { compileExpression, type Expression } from './expression.ts'
import type { FunctionConfig } from './protocol.ts'

export interface EventTrigger {
  event: string
  condition?: Expression
}

/** A function as the executor runs it. */
export interface WorkflowFunction {
  /** `<application>-<function>`. */
  id: string
  events: EventTrigger[]
  /** Schedules, each with its zone, as written. */
  crons: string[]
  maxAttempts: number
  idempotency?: Expression
  concurrency?: { limit: number; key?: Expression; scope: 'fn' | 'env' | 'account' }
}

const DEFAULT_RETRIES = 4
const HANDLED = new Set(['id', 'name', 'triggers', 'steps', 'idempotency', 'concurrency'])
const TRIGGER_KEYS = new Set(['event', 'expression', 'cron'])

/**
 * Reads the configuration of all functions. Throws InvalidInput that lists every function and option that the embedded
 * executor doesn't carry: nothing is ignored silently.
 */
export function readFunctions(configs: FunctionConfig[]): Map<string, WorkflowFunction> {
  const problems: string[] = []
  const functions = new Map<string, WorkflowFunction>()
  for (const config of configs)
    functions.set(
      config.id,
      readFunction(config, (problem) => problems.push(problem)),
    )
  if (problems.length) throw invalidInput(`The embedded executor can't run these functions:\n${problems.join('\n')}`)
  return functions
}

function readFunction(config: FunctionConfig, refuse: (problem: string) => void): WorkflowFunction {
  const { id } = config
  const unsupported = (option: string) => refuse(`${id}: the option "${option}" is not supported`)
  const attempt = <T>(option: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      refuse(`${id}: the option "${option}": ${(error as Error).message}`)
      return undefined
    }
  }
  for (const [option, value] of Object.entries(config))
    if (value !== undefined && value !== null && !HANDLED.has(option)) unsupported(option)

  const events: EventTrigger[] = []
  const crons: string[] = []
  for (const trigger of config.triggers) {
    for (const [option, value] of Object.entries(trigger))
      if (value !== undefined && value !== null && !TRIGGER_KEYS.has(option)) unsupported(`triggers.${option}`)
    if (trigger.event) {
      const { event, expression } = trigger
      const condition = expression ? attempt('triggers.if', () => compileExpression(expression)) : undefined
      events.push({ event, ...(condition && { condition }) })
    }
    const { cron } = trigger
    if (cron) {
      attempt('triggers.cron', () => parseCron(cron))
      crons.push(cron)
    }
  }

  const key = config.idempotency
  const idempotency = key ? attempt('idempotency', () => compileExpression(key)) : undefined
  const concurrency = readConcurrency(config, attempt, unsupported)
  const retries = config.steps.step?.retries?.attempts ?? DEFAULT_RETRIES
  return {
    id,
    events,
    crons,
    maxAttempts: retries + 1,
    ...(idempotency && { idempotency }),
    ...(concurrency && { concurrency }),
  }
}

function readConcurrency(
  { concurrency }: FunctionConfig,
  attempt: <T>(option: string, read: () => T) => T | undefined,
  unsupported: (option: string) => void,
): WorkflowFunction['concurrency'] {
  if (concurrency === undefined || concurrency === null) return undefined
  const all = Array.isArray(concurrency)
    ? concurrency
    : [typeof concurrency === 'number' ? { limit: concurrency } : concurrency]
  if (all.length > 1) unsupported('concurrency with more than one limit')
  const only = all[0]
  if (!only || only.limit <= 0) return undefined
  const text = only.key
  const key = text ? attempt('concurrency.key', () => compileExpression(text)) : undefined
  return { limit: only.limit, scope: only.scope ?? 'fn', ...(key && { key }) }
}

/** Whether a trigger's event (`people/created`, `people/*`) means this name. */
export const triggeredBy = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))
