import type { Queryable } from './database.ts'
import type { ReceivedEvent } from './protocol.ts'

export interface Wait {
  runId: string
  stepId: string
  stepName: string
  kind: 'event' | 'invoke'
  eventName: string | null
  condition: string | null
}

const COLUMNS = `w.run_id as "runId", w.step_id as "stepId", w.step_name as "stepName", w.kind,
  w.event_name as "eventName", w.condition`

/** False if the step waits already: the SDK may report the same wait twice. */
export async function insertWait(tx: Queryable, wait: Wait): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into workflow.wait (run_id, step_id, step_name, kind, event_name, condition)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [wait.runId, wait.stepId, wait.stepName, wait.kind, wait.eventName, wait.condition],
  )
  return rowCount === 1
}

/** Ends a wait together with its timeout; undefined if it had ended before. */
export async function takeWait(tx: Queryable, runId: string, stepId: string): Promise<Wait | undefined> {
  const { rows } = await tx.query<Wait>(
    `with timeout as (delete from workflow.job where key = $1 || ':timer:' || $2)
     delete from workflow.wait w where w.run_id = $1 and w.step_id = $2 returning ${COLUMNS}`,
    [runId, stepId],
  )
  return rows[0]
}

/** All waits for one of these events, each with the event that started its run. */
export async function waitsFor(tx: Queryable, eventNames: string[]): Promise<(Wait & { started: ReceivedEvent })[]> {
  const { rows } = await tx.query<Wait & { started: ReceivedEvent }>(
    `select ${COLUMNS}, r.events -> 0 as started
     from workflow.wait w join workflow.run r on r.id = w.run_id
     where w.kind = 'event' and w.event_name = any($1) order by w.run_id, w.step_id`,
    [eventNames],
  )
  return rows
}
