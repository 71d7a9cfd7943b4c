import type { Queryable } from './database.ts'
import type { Run } from './store-runs.ts'

export interface Job {
  id: string
  key: string
  kind: 'discover' | 'step' | 'timer' | 'cron'
  runId: string | null
  stepId: string | null
  attempt: number
  crashes: number
  generation: number
  again: boolean
  dueAt: Date
  concurrencyKey: string | null
  concurrencyLimit: number | null
  data: unknown
}

const COLUMNS = `j.id, j.key, j.kind, j.run_id as "runId", j.step_id as "stepId", j.attempt, j.crashes, j.generation,
  j.again, j.due_at as "dueAt", j.concurrency_key as "concurrencyKey", j.concurrency_limit as "concurrencyLimit", j.data`

/** From this many crashes on a job is run without another suspect beside it, so that the guilty one shows. */
export const SUSPECT_CRASHES = 2

export interface ClaimOptions {
  now: Date
  limit: number
  /** Concurrency keys that have no room left. */
  saturated: string[]
  /** Whether a suspect runs already. */
  suspectRuns: boolean
}

/** Takes due jobs, no more of a concurrency key than its limit. */
export async function claimJobs(db: Queryable, { now, limit, saturated, suspectRuns }: ClaimOptions): Promise<Job[]> {
  const { rows } = await db.query<Job>({
    name: 'workflow-claim',
    text: `with due as (
             select id, due_at, crashes >= ${SUSPECT_CRASHES} as suspect, concurrency_key, concurrency_limit
             from workflow.job
             where claimed_at is null and due_at <= $1
               and (concurrency_key is null or concurrency_key <> all($3::text[]))
               and (not $4::boolean or crashes < ${SUSPECT_CRASHES})
             order by due_at, id limit $2
             for update skip locked
           ), ranked as (
             select *, row_number() over (partition by concurrency_key order by due_at, id) as position,
               row_number() over (partition by suspect order by due_at, id) as suspect_position
             from due
           )
           update workflow.job j set claimed_at = $1, generation = j.generation + 1
           from ranked r
           where j.id = r.id and (not r.suspect or r.suspect_position = 1)
             and (r.concurrency_key is null or r.concurrency_limit >= r.position + (
               select count(*) from workflow.job k
               where k.concurrency_key = r.concurrency_key and k.claimed_at is not null))
           returning ${COLUMNS}`,
    values: [now, limit, saturated, suspectRuns],
  })
  return rows
}

/** The job if it still belongs to this claim, locked until the end of the transaction. */
export async function lockJob(tx: Queryable, { id, generation }: Job): Promise<Job | undefined> {
  const { rows } = await tx.query<Job>({
    name: 'workflow-lock-job',
    text: `select ${COLUMNS} from workflow.job j
           where id = $1 and generation = $2 and claimed_at is not null for update`,
    values: [id, generation],
  })
  return rows[0]
}

export async function deleteJob(tx: Queryable, { id }: Job): Promise<void> {
  await tx.query({ name: 'workflow-delete-job', text: 'delete from workflow.job where id = $1', values: [id] })
}

/** Gives the job back to the queue, with its attempts as stated; nothing happens if the claim is stale. */
export async function releaseJob(
  db: Queryable,
  { id, generation }: Job,
  to: { dueAt: Date; attempt: number },
): Promise<void> {
  await db.query(
    `update workflow.job set claimed_at = null, due_at = $3, attempt = $4
     where id = $1 and generation = $2 and claimed_at is not null`,
    [id, generation, to.dueAt, to.attempt],
  )
}

/** A checkpoint arrived: the job has made progress, so its attempts and crashes start anew. False if the claim is stale. */
export async function creditProgress(tx: Queryable, job: Pick<Job, 'id' | 'generation' | 'runId'>): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update workflow.job set attempt = 0, crashes = 0
     where id = $1 and generation = $2 and run_id = $3 and claimed_at is not null`,
    [job.id, job.generation, job.runId],
  )
  return rowCount === 1
}

/** Asks for one more call of the function; while such a call is under way it is repeated afterwards. */
export async function enqueueDiscovery(tx: Queryable, run: Run, now: Date): Promise<void> {
  await tx.query({
    name: 'workflow-discover',
    text: `insert into workflow.job (key, kind, run_id, due_at, concurrency_key, concurrency_limit)
           values ($1 || ':discover', 'discover', $1, $2, $3, $4)
           on conflict (key) do update set again = true where job.claimed_at is not null`,
    values: [run.id, now, run.concurrencyKey, run.concurrencyLimit],
  })
}

export async function enqueueStep(tx: Queryable, run: Run, stepId: string, now: Date): Promise<void> {
  await tx.query(
    `insert into workflow.job (key, kind, run_id, step_id, due_at, concurrency_key, concurrency_limit)
     values ($1 || ':step:' || $2, 'step', $1, $2, $3, $4, $5) on conflict do nothing`,
    [run.id, stepId, now, run.concurrencyKey, run.concurrencyLimit],
  )
}

export async function enqueueTimer(
  tx: Queryable,
  timer: { runId: string; stepId: string; stepName: string; dueAt: Date },
): Promise<void> {
  await tx.query(
    `insert into workflow.job (key, kind, run_id, step_id, due_at, data)
     values ($1 || ':timer:' || $2, 'timer', $1, $2, $3, $4) on conflict do nothing`,
    [timer.runId, timer.stepId, timer.dueAt, JSON.stringify({ stepName: timer.stepName })],
  )
}

export async function enqueueCron(
  tx: Queryable,
  { functionId, cron, dueAt }: { functionId: string; cron: string; dueAt: Date },
): Promise<void> {
  await tx.query(
    `insert into workflow.job (key, kind, due_at, data) values ($1, 'cron', $2, $3) on conflict do nothing`,
    [`cron:${functionId}:${cron}`, dueAt, JSON.stringify({ functionId, cron })],
  )
}

/** Removes schedules that no function has any more. */
export async function deleteOtherCrons(tx: Queryable, keys: string[]): Promise<void> {
  await tx.query(`delete from workflow.job where kind = 'cron' and key <> all($1)`, [keys])
}

/** What was claimed by a leader that is gone: nobody works on it any more. */
export async function abandonedJobs(tx: Queryable): Promise<Job[]> {
  const { rows } = await tx.query<Job>(
    `select ${COLUMNS} from workflow.job j where claimed_at is not null order by id for update`,
  )
  return rows
}

export async function requeueCrashed(tx: Queryable, job: Job, dueAt: Date): Promise<void> {
  await tx.query('update workflow.job set claimed_at = null, crashes = crashes + 1, due_at = $2 where id = $1', [
    job.id,
    dueAt,
  ])
}

/** Whether nothing is due, claimed or waiting to be routed at this time. */
export async function nothingDue(db: Queryable, now: Date): Promise<boolean> {
  const { rows } = await db.query<{ quiet: boolean }>(
    `select not exists (select from workflow.job where claimed_at is not null or due_at <= $1)
       and not exists (select from workflow.event where routed_at is null and due_at <= $1) as quiet`,
    [now],
  )
  return rows[0]?.quiet ?? true
}

/** When the next job or event falls due that isn't claimed; undefined if there is none. */
export async function nextDue(db: Queryable): Promise<Date | undefined> {
  const { rows } = await db.query<{ due: Date | null }>(
    `select least((select min(due_at) from workflow.job where claimed_at is null),
       (select min(due_at) from workflow.event where routed_at is null)) as due`,
  )
  return rows[0]?.due ?? undefined
}
