import type { Queryable } from '../executor/database.ts'
import type { ReceivedEvent } from '../executor/protocol.ts'
import type { RunStatus } from '../executor/store-runs.ts'

export interface StepDetail {
  name: string
  kind: 'step' | 'sleep' | 'event' | 'invoke'
  completedAt: Date
  /** How long the step itself took; null where nothing was measured. */
  durationMs: number | null
  /** What the function got: `{data}`, `{error}`, an event, or null. */
  output: unknown
  failed: boolean
}

export interface AttemptDetail {
  /** Null for the function itself. */
  stepName: string | null
  /** From 0. */
  attempt: number
  error: unknown
  failedAt: Date
  retryAt: Date
}

/** What a run waits for. */
export interface PendingDetail {
  kind: 'call' | 'step' | 'sleep' | 'event' | 'invoke' | 'timeout'
  stepName: string | null
  /** The event that it waits for. */
  eventName: string | null
  /** When it goes on, gives up or is cancelled; null while it is being done. */
  dueAt: Date | null
  attempt: number
  crashes: number
}

export interface RunDetail {
  id: string
  functionId: string
  status: RunStatus
  startedAt: Date
  calledAt: Date | null
  endedAt: Date | null
  /** Since when no function of this name is there. */
  missingSince: Date | null
  events: ReceivedEvent[]
  /** The result, or the failure as `{name, message, stack}`; null while it is under way. */
  output: unknown
  stateBytes: number
  concurrencyKeys: string[]
  parentRunId: string | null
  replayOf: string | null
  retries: number
  steps: StepDetail[]
  attempts: AttemptDetail[]
  pending: PendingDetail[]
  /** Runs that it invoked, and replays of it. */
  children: { id: string; functionId: string; status: RunStatus; why: 'invoked' | 'replay' }[]
}

/** All that is known of a run; undefined if there is none. Contains personal data: mask it before it is shown. */
export async function runDetail(db: Queryable, id: string): Promise<RunDetail | undefined> {
  const { rows } = await db.query<Omit<RunDetail, 'steps' | 'attempts' | 'pending' | 'children'>>(
    `select id, function_id as "functionId", status, started_at as "startedAt", called_at as "calledAt",
       ended_at as "endedAt", missing_since as "missingSince", events, output, state_bytes as "stateBytes",
       concurrency_keys as "concurrencyKeys", parent_run_id as "parentRunId", replay_of as "replayOf", retries
     from workflow.run where id = $1`,
    [id],
  )
  const [run] = rows
  if (!run) return undefined
  const [steps, attempts, pending, children] = await Promise.all([
    stepsOf(db, id),
    attemptsOf(db, id),
    pendingOf(db, id),
    childrenOf(db, id),
  ])
  return { ...run, steps, attempts, pending, children }
}

async function stepsOf(db: Queryable, id: string): Promise<StepDetail[]> {
  const { rows } = await db.query<Omit<StepDetail, 'failed'>>(
    `select s.name, s.kind, s.completed_at as "completedAt", s.duration_ms as "durationMs", s.output
     from workflow.run r, unnest(r.completed_steps) with ordinality as done (id, position), workflow.step s
     where r.id = $1 and s.run_id = r.id and s.id = done.id order by done.position`,
    [id],
  )
  return rows.map((step) => ({ ...step, failed: isError(step) }))
}

const isError = ({ kind, output }: Pick<StepDetail, 'kind' | 'output'>) =>
  (kind === 'step' || kind === 'invoke') && typeof output === 'object' && output !== null && 'error' in output

async function attemptsOf(db: Queryable, id: string): Promise<AttemptDetail[]> {
  const { rows } = await db.query<AttemptDetail>(
    `select step_name as "stepName", attempt, error, failed_at as "failedAt", retry_at as "retryAt"
     from workflow.attempt a where run_id = $1 order by a.id`,
    [id],
  )
  return rows
}

async function pendingOf(db: Queryable, id: string): Promise<PendingDetail[]> {
  const { rows } = await db.query<PendingDetail>(
    `select case when w.kind is not null then w.kind when j.kind = 'timer' then 'sleep'
              when j.kind = 'discover' then 'call' else j.kind end as kind,
       coalesce(w.step_name, j.data ->> 'stepName') as "stepName", w.event_name as "eventName",
       case when j.claimed_at is null then j.due_at end as "dueAt", coalesce(j.attempt, 0) as attempt,
       coalesce(j.crashes, 0) as crashes
     from (select * from workflow.job where run_id = $1) j
     full join (select * from workflow.wait where run_id = $1 and kind <> 'cancel') w on w.step_id = j.step_id
     order by j.due_at nulls last`,
    [id],
  )
  return rows
}

async function childrenOf(db: Queryable, id: string): Promise<RunDetail['children']> {
  const { rows } = await db.query<RunDetail['children'][number]>(
    `select id, function_id as "functionId", status, 'invoked' as why from workflow.run where parent_run_id = $1
     union all
     select id, function_id, status, 'replay' from workflow.run where replay_of = $1 order by id limit 100`,
    [id],
  )
  return rows
}
