import type { Queryable } from './database.ts'
import type { ReceivedEvent } from './protocol.ts'

export interface Wait {
  runId: string
  stepId: string
  stepName: string
  kind: 'event' | 'invoke' | 'cancel'
  eventName: string | null
  condition: string | null
  /** `path=value` that an event must carry; null if the condition alone decides. */
  match: string | null
  /** Until when it counts; its own job ends an event's and an invocation's wait. */
  until: Date | null
}

const COLUMNS = `w.run_id as "runId", w.step_id as "stepId", w.step_name as "stepName", w.kind,
  w.event_name as "eventName", w.condition, w.match, w.until`

/** False if the step waits already: the SDK may report the same wait twice. */
export async function insertWait(tx: Queryable, wait: Wait): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'workflow-insert-wait',
    text: `insert into workflow.wait (run_id, step_id, step_name, kind, event_name, condition, match, until)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    values: [wait.runId, wait.stepId, wait.stepName, wait.kind, wait.eventName, wait.condition, wait.match, wait.until],
  })
  return rowCount === 1
}

/** Ends a wait together with its timeout; undefined if it had ended before. */
export async function takeWait(tx: Queryable, runId: string, stepId: string): Promise<Wait | undefined> {
  const { rows } = await tx.query<Wait>({
    name: 'workflow-take-wait',
    text: `with timeout as (delete from workflow.job where key = $1 || ':timer:' || $2)
           delete from workflow.wait w where w.run_id = $1 and w.step_id = $2 returning ${COLUMNS}`,
    values: [runId, stepId],
  })
  return rows[0]
}

/** What an event is looked at for: its name and all that it carries as `path=value`; undefined if that is too much. */
export interface WaitQuery {
  eventName: string
  leaves: string[] | undefined
  now: Date
}

/** The waits that this event may end, each with the event that started its run. */
export async function waitsFor(
  tx: Queryable,
  { eventName, leaves, now }: WaitQuery,
): Promise<(Wait & { started: ReceivedEvent })[]> {
  const { rows } = await tx.query<Wait & { events: [ReceivedEvent] }>({
    name: 'workflow-waits-for',
    text: `select ${COLUMNS}, r.events
           from workflow.wait w join workflow.run r on r.id = w.run_id
           where w.event_name = $1 and ($2::text[] is null or w.match is null or w.match = any($2))
             and (w.until is null or w.until > $3)
           order by w.run_id, w.step_id`,
    values: [eventName, leaves ?? null, now],
  })
  return rows.map(({ events, ...wait }) => ({ ...wait, started: events[0] }))
}
