import { createHash } from 'node:crypto'
import { errorFields } from '../log.ts'
import type { Transaction } from './database.ts'
import { after, at } from './durations.ts'
import type { Engine } from './engine.ts'
import type { Expression } from './expression.ts'
import { requiredOf } from './match.ts'
import { insertRuns, type NewRun } from './new-runs.ts'
import type { ReceivedEvent } from './protocol.ts'
import { putOff, takeIdempotencyKey, takeRate } from './store-limits.ts'
import type { Wait } from './store-waits.ts'
import type { WorkflowFunction } from './workflow-function.ts'

const IDEMPOTENCY_MS = 24 * 3_600_000

export interface StartOptions {
  event: ReceivedEvent
  /** The step that invoked this run. */
  parent?: { runId: string; stepId: string }
  /** The run that is repeated, and the request that asked for it. */
  replay?: { of: string; key: string }
}

/**
 * What comes of a function that an event triggers: nothing (its idempotency key or rate limit said no), later (debounce),
 * or a run, which the caller writes. Source: Inngest server, `Schedule` (rate limit, then debounce, then the run).
 */
export async function considerStart(
  engine: Engine,
  tx: Transaction,
  definition: WorkflowFunction,
  event: ReceivedEvent,
): Promise<NewRun | undefined> {
  const now = engine.clock.now()
  const { id, idempotency, rateLimit, debounce } = definition
  const key = (expression: Expression | undefined) => keyOf(engine, id, expression, event)
  if (idempotency) {
    const taken = { functionId: id, key: key(idempotency), now, until: after(now, IDEMPOTENCY_MS) }
    if (!(await takeIdempotencyKey(tx, taken))) return undefined
  }
  if (rateLimit && !(await takeRate(tx, `rate:${id}:${key(rateLimit.key)}`, rateLimit.pace, now))) {
    engine.log.info({ functionId: id, eventId: event.id }, 'a rate limit dropped an event')
    return undefined
  }
  if (debounce) {
    const { periodMs, timeoutMs } = debounce
    putOff(tx, {
      key: `debounce:${id}:${key(debounce.key)}`,
      functionId: id,
      event: JSON.stringify(event),
      eventTs: event.ts,
      dueAt: after(now, periodMs),
      latest: timeoutMs ? after(now, timeoutMs) : null,
    })
    return undefined
  }
  return newRun(engine, definition, { event })
}

/** Starts one run at once, past rate limit, debounce and idempotency; returns its id. */
export async function startRun(
  engine: Engine,
  tx: Transaction,
  definition: WorkflowFunction,
  options: StartOptions,
): Promise<string> {
  const run = newRun(engine, definition, options)
  insertRuns(tx, [run], engine.clock.now())
  return run.id
}

function newRun(engine: Engine, definition: WorkflowFunction, { event, parent, replay }: StartOptions): NewRun {
  const now = engine.clock.now()
  const { id: functionId, concurrency, throttle, timeouts } = definition
  const key = (expression: Expression | undefined) => keyOf(engine, functionId, expression, event)
  const id = engine.newRunId()
  return {
    id,
    functionId,
    event,
    concurrencyKeys: concurrency.map(({ scope, key: expression }, index) =>
      concurrencyKey(functionId, scope, index, key(expression)),
    ),
    paceKey: throttle ? `throttle:${functionId}:${key(throttle.key)}` : null,
    dueAt: event.ts > now.getTime() && !replay ? at(event.ts) : now,
    startBy: timeouts?.startMs ? after(now, timeouts.startMs) : null,
    cancellations: cancellationsOf(definition, id, event, now),
    parent: parent ?? null,
    replayOf: replay?.of ?? null,
    replayKey: replay?.key ?? null,
  }
}

/** Limits of a function are its own; those of the environment and the account are everybody's with the same key. */
const concurrencyKey = (functionId: string, scope: 'fn' | 'env' | 'account', index: number, key: string) =>
  scope === 'fn' ? `fn:${functionId}:${index}:${key}` : `${scope}:${key}`

/** What cancels a run of this function. */
export function cancellationsOf(
  { cancellations }: WorkflowFunction,
  runId: string,
  event: ReceivedEvent,
  now: Date,
): Wait[] {
  return cancellations.map(({ event: eventName, condition, timeoutMs }, index) => ({
    runId,
    stepId: `cancel:${index}`,
    stepName: 'cancelOn',
    kind: 'cancel',
    eventName,
    condition: condition?.text ?? null,
    match: (condition && requiredOf(condition.text, event)) ?? null,
    until: timeoutMs ? after(now, timeoutMs) : null,
  }))
}

function keyOf(
  { clock, log }: Engine,
  functionId: string,
  expression: Expression | undefined,
  event: ReceivedEvent,
): string {
  if (!expression) return ''
  try {
    return storable(expression.key({ event, now: clock.now() }))
  } catch (error) {
    log.warn({ ...errorFields(error), functionId, expression: expression.text }, 'a key could not be evaluated')
    return ''
  }
}

const LONGEST_KEY = 200

/** A key as PostgreSQL can keep and index it: without U+0000, and not longer than an index takes. */
function storable(key: string): string {
  if (key.length > LONGEST_KEY) return createHash('sha256').update(key).digest('hex')
  return key.replaceAll('\u0000', '\uFFFD')
}
