import type { Queryable, Transaction } from './database.ts'
import type { ReceivedEvent } from './protocol.ts'

export type RunStatus = 'running' | 'completed' | 'failed' | 'cancelled'

/** A run under way, as transactions see and change it. */
export interface Run {
  id: string
  functionId: string
  events: ReceivedEvent[]
  completed: string[]
  pending: string[]
  racing: string[]
  stateBytes: number
  concurrencyKeys: string[]
  calledAt: Date | null
  missingSince: Date | null
  parentRunId: string | null
  parentStepId: string | null
}

/** A run with the output of every completed step, for a call. */
export type LoadedRun = Run & { outputs: Record<string, unknown> }

const COLUMNS = `r.id, r.function_id as "functionId", r.events, r.completed_steps as completed, r.pending_steps as pending,
  r.racing_steps as racing, r.state_bytes as "stateBytes", r.concurrency_keys as "concurrencyKeys",
  r.called_at as "calledAt", r.missing_since as "missingSince", r.parent_run_id as "parentRunId",
  r.parent_step_id as "parentStepId"`

/** The run if it is still under way, locked until the end of the transaction. */
export async function lockRun(tx: Queryable, id: string): Promise<Run | undefined> {
  const { rows } = await tx.query<Run>({
    name: 'workflow-lock-run',
    text: `select ${COLUMNS} from workflow.run r where r.id = $1 and r.status = 'running' for update`,
    values: [id],
  })
  return rows[0]
}

/** Those of the runs that are still under way, with the outputs of their steps. */
export async function loadRuns(db: Queryable, ids: string[]): Promise<Map<string, LoadedRun>> {
  const { rows } = await db.query<LoadedRun>({
    name: 'workflow-load-runs',
    text: `${LOADED} where r.id = any($1) and r.status = 'running'`,
    values: [ids],
  })
  return new Map(rows.map((run) => [run.id, run]))
}

/** The runs of claimed jobs that call a function, except for these. */
export async function loadClaimedRuns(db: Queryable, except: string[]): Promise<Map<string, LoadedRun>> {
  const { rows } = await db.query<LoadedRun>({
    name: 'workflow-load-claimed-runs',
    text: `${LOADED} where r.status = 'running' and r.id in (
             select run_id from workflow.job
             where claimed_at is not null and kind in ('discover', 'step') and id <> all($1::bigint[]))`,
    values: [except],
  })
  return new Map(rows.map((run) => [run.id, run]))
}

const LOADED = `select ${COLUMNS}, coalesce(s.outputs, '{}') as outputs
  from workflow.run r
  left join lateral (
    select json_object_agg(s.id, s.output) as outputs from workflow.step s where s.run_id = r.id
  ) s on r.completed_steps <> '{}'`

export interface CompletedStep {
  id: string
  name: string
  kind: 'step' | 'sleep' | 'event' | 'invoke'
  /** JSON text of what the SDK memoises. */
  output: string
  durationMs: number | null
}

/** Keeps a step's output and the run's progress; false if the step had completed before. */
export async function insertStep(tx: Queryable, run: Run, step: CompletedStep, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'workflow-insert-step',
    text: `with kept as (
             insert into workflow.step (run_id, id, name, kind, output, duration_ms, completed_at)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id
           )
           update workflow.run set completed_steps = completed_steps || kept.id,
             pending_steps = array_remove(pending_steps, kept.id), state_bytes = state_bytes + $8
           from kept where run.id = $1`,
    values: [run.id, step.id, step.name, step.kind, step.output, step.durationMs, now, Buffer.byteLength(step.output)],
  })
  return rowCount === 1
}

export function updateGroup(tx: Transaction, run: Run): void {
  tx.send('update workflow.run set pending_steps = $2, racing_steps = $3 where id = $1', [
    run.id,
    run.pending,
    run.racing,
  ])
}

/** Ends the run and removes everything that could still move it. */
export function endRun(
  tx: Transaction,
  id: string,
  { status, output, now }: { status: RunStatus; output: string; now: Date },
): void {
  tx.send({
    name: 'workflow-end-run',
    text: `with gone as (delete from workflow.job where run_id = $1), waits as (delete from workflow.wait where run_id = $1)
           update workflow.run set status = $2, output = $3, ended_at = $4 where id = $1`,
    values: [id, status, output, now],
  })
}

/** The function of this run is about to be called: the first time is kept, and when the run must have finished. */
export async function markCalled(
  db: Queryable,
  run: Run,
  { now, finishBy }: { now: Date; finishBy: Date | null },
): Promise<void> {
  await db.query(
    `with called as (
       update workflow.run set called_at = $2 where id = $1 and status = 'running' and called_at is null returning id
     )
     insert into workflow.job (key, kind, run_id, function_id, due_at, data)
     select id || ':timeout:finish', 'timeout', id, $3, $4::timestamptz, '{"which":"finish"}' from called
     where $4::timestamptz is not null on conflict do nothing`,
    [run.id, now, run.functionId, finishBy],
  )
}

/** Keeps when the call began that has just been answered, if it was the first. */
export function keepCalledAt(tx: Transaction, run: Run, { id }: { id: string }): void {
  tx.send({
    name: 'workflow-called',
    text: `update workflow.run r set called_at = j.claimed_at from workflow.job j
           where r.id = $1 and j.id = $2 and r.called_at is null`,
    values: [run.id, id],
  })
}

/** No function of the run's name is there; keeps since when. Null: there is one again. */
export async function markMissing(db: Queryable, id: string, since: Date | null): Promise<void> {
  await db.query(`update workflow.run set missing_since = $2 where id = $1 and status = 'running'`, [id, since])
}

export interface FailedAttempt {
  runId: string
  stepName: string | null
  attempt: number
  /** JSON text. */
  error: string
  failedAt: Date
  retryAt: Date
}

/** Keeps why an attempt failed that is followed by another. */
export function insertAttempt(tx: Transaction, failed: FailedAttempt): void {
  tx.send({
    name: 'workflow-insert-attempt',
    text: `insert into workflow.attempt (run_id, step_name, attempt, error, failed_at, retry_at)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [failed.runId, failed.stepName, failed.attempt, failed.error, failed.failedAt, failed.retryAt],
  })
}
