import type { Transaction } from './database.ts'
import type { ReceivedEvent } from './protocol.ts'
import type { Wait } from './store-waits.ts'

/** A run that is about to begin, with everything that is written together with it. */
export interface NewRun {
  id: string
  functionId: string
  event: ReceivedEvent
  concurrencyKeys: string[]
  paceKey: string | null
  /** When it is to be called first: the time of a future event. */
  dueAt: Date
  /** When it is cancelled if it hasn't been called until then. */
  startBy: Date | null
  cancellations: Wait[]
  parent: { runId: string; stepId: string } | null
  replayOf: string | null
  replayKey: string | null
}

/** Writes runs, and the first call of each, in the order given. */
export function insertRuns(tx: Transaction, runs: NewRun[], now: Date): void {
  if (!runs.length) return
  const rows = runs.map((run) => ({
    id: run.id,
    function_id: run.functionId,
    concurrency_keys: run.concurrencyKeys,
    pace_key: run.paceKey,
    due_at: run.dueAt,
    parent_run_id: run.parent?.runId ?? null,
    parent_step_id: run.parent?.stepId ?? null,
    replay_of: run.replayOf,
    replay_key: run.replayKey,
    event_id: run.event.id,
  }))
  tx.send({
    name: 'workflow-insert-runs',
    text: `with given as (
             select g.*, e.events::json from json_to_recordset($1::json) as g (id text, function_id text,
               concurrency_keys text[], pace_key text, due_at timestamptz, parent_run_id text, parent_step_id text,
               replay_of text, replay_key text, event_id text)
             join unnest($2::text[], $3::text[]) as e (id, events) using (id)
           ), made as (
             insert into workflow.run (id, function_id, status, events, concurrency_keys, parent_run_id, parent_step_id,
               replay_of, replay_key, event_id, started_at)
             select id, function_id, 'running', events, concurrency_keys, parent_run_id, parent_step_id, replay_of,
               replay_key, event_id, $4 from given
           )
           insert into workflow.job (key, kind, run_id, function_id, due_at, concurrency_keys, pace_key)
           select id || ':discover', 'discover', id, function_id, due_at, concurrency_keys, pace_key
           from given order by id`,
    values: [JSON.stringify(rows), runs.map(({ id }) => id), runs.map(({ event }) => JSON.stringify([event])), now],
  })
  insertTimeouts(tx, runs)
  insertCancellations(
    tx,
    runs.flatMap(({ cancellations }) => cancellations),
  )
}

function insertTimeouts(tx: Transaction, runs: NewRun[]): void {
  const limited = runs.filter(({ startBy }) => startBy)
  if (!limited.length) return
  tx.send(
    `insert into workflow.job (key, kind, run_id, function_id, due_at, data)
     select id || ':timeout:start', 'timeout', id, function_id, due_at, '{"which":"start"}'
     from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (id, function_id, due_at)`,
    [limited.map(({ id }) => id), limited.map(({ functionId }) => functionId), limited.map(({ startBy }) => startBy)],
  )
}

/** What cancels runs when it comes. */
export function insertCancellations(tx: Transaction, waits: Wait[]): void {
  if (!waits.length) return
  tx.send(
    `insert into workflow.wait (run_id, step_id, step_name, kind, event_name, condition, match, until)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])`,
    [
      waits.map(({ runId }) => runId),
      waits.map(({ stepId }) => stepId),
      waits.map(({ stepName }) => stepName),
      waits.map(({ kind }) => kind),
      waits.map(({ eventName }) => eventName),
      waits.map(({ condition }) => condition),
      waits.map(({ match }) => match),
      waits.map(({ until }) => until),
    ],
  )
}
