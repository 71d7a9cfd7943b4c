import { invalidInput } from '@ministry/kernel/errors'
import { parseCron } from './cron.ts'
import { compileExpression } from './expression.ts'
import { Options } from './function-options.ts'
import type { FunctionConfig } from './protocol.ts'
import type { EventTrigger, WorkflowFunction } from './workflow-function.ts'

const DEFAULT_RETRIES = 4
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
      readFunction(config, (problem) => problems.push(`${config.id}: ${problem}`)),
    )
  if (problems.length) throw invalidInput(`The embedded executor can't run these functions:\n${problems.join('\n')}`)
  return functions
}

function readFunction(config: FunctionConfig, refuse: (problem: string) => void): WorkflowFunction {
  const options = new Options(config, refuse)
  options.refuseUnknown()
  const events: EventTrigger[] = []
  const crons: string[] = []
  for (const trigger of config.triggers) {
    for (const [option, value] of Object.entries(trigger))
      if (value !== undefined && value !== null && !TRIGGER_KEYS.has(option)) options.unsupported(`triggers.${option}`)
    const { event, expression, cron } = trigger
    if (event) {
      const condition = expression ? options.attempt('triggers.if', () => compileExpression(expression)) : undefined
      events.push({ event, ...(condition && { condition }) })
    }
    if (cron) {
      options.attempt('triggers.cron', () => parseCron(cron))
      crons.push(cron)
    }
  }
  const retries = config.steps.step?.retries?.attempts ?? DEFAULT_RETRIES
  const idempotency = options.expression('idempotency', config.idempotency)
  const debounce = options.debounce()
  const throttle = options.throttle()
  // The server makes a rate limit of the idempotency key, so there can only be one of the two.
  const rateLimit = idempotency ? undefined : options.rateLimit()
  const timeouts = options.timeouts()
  return {
    id: config.id,
    name: config.name ?? config.id,
    events,
    crons,
    maxAttempts: retries + 1,
    cancellations: options.cancellations(),
    concurrency: options.concurrency(),
    ...(idempotency && { idempotency }),
    ...(debounce && { debounce }),
    ...(throttle && { throttle }),
    ...(rateLimit && { rateLimit }),
    ...(timeouts && { timeouts }),
  }
}
