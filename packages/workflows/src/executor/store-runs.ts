import type { Queryable } from './database.ts'
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
  concurrencyKey: string | null
  concurrencyLimit: number | null
  parentRunId: string | null
  parentStepId: string | null
}

const COLUMNS = `id, function_id as "functionId", events, completed_steps as completed, pending_steps as pending, racing_steps as racing,
  state_bytes as "stateBytes", concurrency_key as "concurrencyKey", concurrency_limit as "concurrencyLimit",
  parent_run_id as "parentRunId", parent_step_id as "parentStepId"`

export async function insertRun(tx: Queryable, run: Run, now: Date): Promise<void> {
  await tx.query(
    `insert into workflow.run (id, function_id, status, events, concurrency_key, concurrency_limit,
       parent_run_id, parent_step_id, started_at)
     values ($1, $2, 'running', $3, $4, $5, $6, $7, $8)`,
    [
      run.id,
      run.functionId,
      JSON.stringify(run.events),
      run.concurrencyKey,
      run.concurrencyLimit,
      run.parentRunId,
      run.parentStepId,
      now,
    ],
  )
}

/** The run if it is still under way, locked until the end of the transaction. */
export async function lockRun(tx: Queryable, id: string): Promise<Run | undefined> {
  const { rows } = await tx.query<Run>({
    name: 'workflow-lock-run',
    text: `select ${COLUMNS} from workflow.run where id = $1 and status = 'running' for update`,
    values: [id],
  })
  return rows[0]
}

/** The run if it is still under way, with the output of every completed step. */
export async function loadRun(
  db: Queryable,
  id: string,
): Promise<(Run & { outputs: Record<string, unknown> }) | undefined> {
  const { rows } = await db.query<Run & { outputs: Record<string, unknown> }>({
    name: 'workflow-load-run',
    text: `select ${COLUMNS}, coalesce(
             (select json_object_agg(s.id, s.output) from workflow.step s where s.run_id = r.id), '{}') as outputs
           from workflow.run r where id = $1 and status = 'running'`,
    values: [id],
  })
  return rows[0]
}

export interface CompletedStep {
  id: string
  name: string
  /** JSON text of what the SDK memoises. */
  output: string
}

/** Keeps a step's output and the run's progress; false if the step had completed before. */
export async function insertStep(tx: Queryable, run: Run, step: CompletedStep, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'workflow-insert-step',
    text: `with kept as (
             insert into workflow.step (run_id, id, name, output, completed_at) values ($1, $2, $3, $4, $5)
             on conflict do nothing returning id
           )
           update workflow.run set completed_steps = completed_steps || kept.id,
             pending_steps = array_remove(pending_steps, kept.id), state_bytes = state_bytes + $6
           from kept where run.id = $1`,
    values: [run.id, step.id, step.name, step.output, now, Buffer.byteLength(step.output)],
  })
  return rowCount === 1
}

export async function updateGroup(tx: Queryable, run: Run): Promise<void> {
  await tx.query('update workflow.run set pending_steps = $2, racing_steps = $3 where id = $1', [
    run.id,
    run.pending,
    run.racing,
  ])
}

/** Ends the run and removes everything that could still move it. */
export async function endRun(
  tx: Queryable,
  id: string,
  { status, output, now }: { status: RunStatus; output: string; now: Date },
): Promise<void> {
  await tx.query('delete from workflow.job where run_id = $1', [id])
  await tx.query('delete from workflow.wait where run_id = $1', [id])
  await tx.query('update workflow.run set status = $2, output = $3, ended_at = $4 where id = $1', [
    id,
    status,
    output,
    now,
  ])
}

/** Whether this key is new for the function, and if so keeps it until then. */
export async function takeIdempotencyKey(
  tx: Queryable,
  taken: { functionId: string; key: string; now: Date; until: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into workflow.idempotency (function_id, key, until) values ($1, $2, $4)
     on conflict (function_id, key) do update set until = excluded.until where idempotency.until <= $3`,
    [taken.functionId, taken.key, taken.now, taken.until],
  )
  return rowCount === 1
}
