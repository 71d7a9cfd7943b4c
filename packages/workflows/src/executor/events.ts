import { ulid } from 'ulid'
import { errorFields } from '../log.ts'
import type { Transaction } from './database.ts'
import { after } from './durations.ts'
import type { Engine } from './engine.ts'
import { compileExpression, type Expression, type Scope } from './expression.ts'
import { leavesOf } from './match.ts'
import { insertRuns, type NewRun } from './new-runs.ts'
import type { ReceivedEvent, SentEvent } from './protocol.ts'
import { cancelRun, resumeWait } from './runs.ts'
import { considerStart } from './start-runs.ts'
import { insertEvents, markRouted, postponeEvent, takeDueEvents, type DueEvent } from './store-events.ts'
import { lockRun } from './store-runs.ts'
import { waitsFor, type Wait } from './store-waits.ts'
import { triggeredBy } from './workflow-function.ts'

const BATCH = 250
const POSTPONE_MS = 60_000

/**
 * Accepts events; returns their ids. `seed` identifies one `send()` over its retries, so that an event without an id of
 * its own counts once as well.
 */
export async function acceptEvents(
  engine: Engine,
  sent: SentEvent[],
  { seed, notify }: { seed?: string; notify: boolean },
): Promise<string[]> {
  const now = engine.clock.now()
  const received = sent.map(({ id, name, data, ts, user, v, meta }, position): ReceivedEvent => {
    const received: ReceivedEvent = {
      id: id ?? (seed ? `${seed}:${position}` : ulid(now.getTime())),
      name,
      data: data ?? {},
      ts: ts ?? now.getTime(),
      user: user ?? {},
    }
    if (v) received.v = v
    if (meta !== undefined) received.meta = meta
    return received
  })
  await insertEvents(engine.db, received, { now, notify })
  engine.wakeRouter()
  return received.map(({ id }) => id)
}

/** Gives due events to the functions they trigger and the runs that wait for them. Returns how many it took. */
export async function routeDueEvents(engine: Engine): Promise<number> {
  try {
    return await engine.db.transaction((tx) => route(engine, tx, { limit: BATCH }))
  } catch (error) {
    engine.log.error(errorFields(error), 'events could not be routed together; trying one by one')
    return routeOneByOne(engine)
  }
}

/** One event that can't be routed must not hold back the others: it is kept and tried again later. */
async function routeOneByOne(engine: Engine): Promise<number> {
  const now = engine.clock.now()
  const due = await engine.db.transaction((tx) => takeDueEvents(tx, now, { limit: BATCH }))
  for (const { event } of due) {
    try {
      await engine.db.transaction((tx) => route(engine, tx, { limit: 1, id: event.id }))
    } catch (error) {
      engine.log.error({ ...errorFields(error), eventId: event.id, event: event.name }, 'an event could not be routed')
      await postponeEvent(engine.db, event.id, after(now, POSTPONE_MS))
    }
  }
  return due.length
}

async function route(engine: Engine, tx: Transaction, which: { limit: number; id?: string }): Promise<number> {
  const due = await takeDueEvents(tx, engine.clock.now(), which)
  if (due.length) await routeAll(engine, tx, due)
  return due.length
}

/** Each event in order: first the runs that wait for it or are cancelled by it, then the functions that it triggers. */
async function routeAll(engine: Engine, tx: Transaction, due: DueEvent[]): Promise<void> {
  const awaited = new Set(due.filter((one) => one.awaited).map(({ event }) => event.name))
  let started: NewRun[] = []
  for (const { event } of due) {
    // A run that an earlier event of this batch started may wait for this one.
    if (started.some(({ cancellations }) => cancellations.some(({ eventName }) => eventName === event.name))) {
      insertRuns(tx, started, engine.clock.now())
      started = []
      awaited.add(event.name)
    }
    if (awaited.has(event.name)) await endWaits(engine, tx, event)
    started.push(...(await triggeredRuns(engine, tx, event)))
  }
  insertRuns(tx, started, engine.clock.now())
  markRouted(
    tx,
    due.map(({ event }) => event.id),
    engine.clock.now(),
  )
}

async function endWaits(engine: Engine, tx: Transaction, event: ReceivedEvent): Promise<void> {
  const waits = await waitsFor(tx, { eventName: event.name, leaves: leavesOf(event), now: engine.clock.now() })
  for (const wait of waits) {
    // What started a run doesn't cancel it.
    if (wait.started.id === event.id || !waitMatches(engine, wait, event)) continue
    if (wait.kind === 'event') await resumeWait(engine, tx, { runId: wait.runId, stepId: wait.stepId, output: event })
    else {
      const run = await lockRun(tx, wait.runId)
      const reason = `The event ${event.name} (${event.id}) cancelled the run.`
      if (run) await cancelRun(engine, tx, run, reason, { expected: true })
    }
  }
}

async function triggeredRuns(engine: Engine, tx: Transaction, event: ReceivedEvent): Promise<NewRun[]> {
  const runs: NewRun[] = []
  for (const definition of engine.functions.values()) {
    const triggered = definition.events.some(
      ({ event: pattern, condition }) =>
        triggeredBy(pattern, event.name) &&
        (!condition || holds(engine, condition, { event, now: engine.clock.now() }, definition.id)),
    )
    const run = triggered ? await considerStart(engine, tx, definition, event) : undefined
    if (run) runs.push(run)
  }
  return runs
}

function waitMatches(engine: Engine, wait: Wait & { started: ReceivedEvent }, event: ReceivedEvent): boolean {
  if (!wait.condition) return true
  const scope = { event: wait.started, async: event, now: engine.clock.now() }
  return holds(engine, compileExpression(wait.condition), scope, wait.runId)
}

/** The server takes an expression that errs for false; here it is also logged. */
function holds({ log }: Engine, condition: Expression, scope: Scope, of: string): boolean {
  try {
    return condition.test(scope)
  } catch (error) {
    log.warn({ ...errorFields(error), of, expression: condition.text }, 'a condition could not be evaluated')
    return false
  }
}
