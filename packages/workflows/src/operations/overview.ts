import type { Queryable } from '../executor/database.ts'
import type { WorkflowFunction } from '../executor/workflow-function.ts'

/** A function as operators see it. */
export interface FunctionSummary {
  id: string
  name: string
  /** Events, `*` included, each with its condition as written. */
  events: { event: string; condition: string | null }[]
  /** Schedules as written, each with the next time that it names. */
  crons: { cron: string; nextAt: Date | null }[]
  maxAttempts: number
  /** Options that hold runs back or end them, in words of the configuration. */
  limits: string[]
  running: number
  /** Of those kept. */
  completed: number
  failed: number
  /** Of the failed, those of the last 24 hours. */
  failedLastDay: number
  cancelled: number
  /** False: runs of it are there, but no function. */
  present: boolean
}

/** All functions of this process and all that runs are kept of, by id. */
export async function listFunctions(
  db: Queryable,
  functions: ReadonlyMap<string, WorkflowFunction>,
  now: Date,
): Promise<FunctionSummary[]> {
  const counts = await db.query<{ id: string; status: string; count: number; lastDay: number }>(
    `select function_id as id, status, count(*)::int as count,
       (count(*) filter (where ended_at > $1::timestamptz - interval '1 day'))::int as "lastDay"
     from workflow.run group by function_id, status`,
    [now],
  )
  const planned = await db.query<{ id: string; cron: string; at: Date }>(
    `select function_id as id, data ->> 'cron' as cron, due_at as at from workflow.job where kind = 'cron'`,
  )
  const ids = [...new Set([...functions.keys(), ...counts.rows.map(({ id }) => id)])].toSorted()
  return ids.map((id) => {
    const definition = functions.get(id)
    const countOf = (status: string) => counts.rows.find((row) => row.id === id && row.status === status)
    const count = (status: string) => countOf(status)?.count ?? 0
    return {
      id,
      name: definition?.name ?? id,
      events: (definition?.events ?? []).map(({ event, condition }) => ({ event, condition: condition?.text ?? null })),
      crons: (definition?.crons ?? []).map((cron) => ({
        cron,
        nextAt: planned.rows.find((row) => row.id === id && row.cron === cron)?.at ?? null,
      })),
      maxAttempts: definition?.maxAttempts ?? 0,
      limits: definition ? limitsOf(definition) : [],
      running: count('running'),
      completed: count('completed'),
      failed: count('failed'),
      failedLastDay: countOf('failed')?.lastDay ?? 0,
      cancelled: count('cancelled'),
      present: definition !== undefined,
    }
  })
}

function limitsOf({
  concurrency,
  debounce,
  throttle,
  rateLimit,
  idempotency,
  cancellations,
  timeouts,
}: WorkflowFunction) {
  return [
    ...concurrency.map(({ limit, scope, key }) => `concurrency ${limit} (${scope}${key ? `, ${key.text}` : ''})`),
    ...(debounce ? ['debounce'] : []),
    ...(throttle ? ['throttle'] : []),
    ...(rateLimit ? ['rateLimit'] : []),
    ...(idempotency ? [`idempotency ${idempotency.text}`] : []),
    ...cancellations.map(({ event }) => `cancelOn ${event}`),
    ...Object.keys(timeouts ?? {}).map((which) => `timeouts ${which}`),
  ]
}

/** Counts and ages of everything that is under way. */
export interface Overview {
  running: number
  /** Since when the oldest of them runs. */
  oldestRunningAt: Date | null
  /** Due and not yet taken, and since when the first of them. */
  dueJobs: number
  oldestDueAt: Date | null
  claimedJobs: number
  sleeping: number
  waiting: number
  failedLastDay: number
  completedLastDay: number
  unroutedEvents: number
  oldestUnroutedAt: Date | null
  /** When the process that works was last seen to. */
  leaderSeenAt: Date | null
}

/** What the operators' page shows first. */
export async function overview(db: Queryable, now: Date): Promise<Overview> {
  const { rows } = await db.query<Overview>(
    `select
       (select count(*)::int from workflow.run where status = 'running') as running,
       (select min(started_at) from workflow.run where status = 'running') as "oldestRunningAt",
       (select count(*)::int from workflow.job where claimed_at is null and due_at <= $1) as "dueJobs",
       (select min(due_at) from workflow.job where claimed_at is null and due_at <= $1) as "oldestDueAt",
       (select count(*)::int from workflow.job where claimed_at is not null) as "claimedJobs",
       (select count(*)::int from workflow.job j where kind = 'timer' and not exists (
          select from workflow.wait w where w.run_id = j.run_id and w.step_id = j.step_id)) as sleeping,
       (select count(*)::int from workflow.wait where kind <> 'cancel') as waiting,
       (select count(*)::int from workflow.run where status = 'failed' and ended_at > $1 - interval '1 day')
         as "failedLastDay",
       (select count(*)::int from workflow.run where status = 'completed' and ended_at > $1 - interval '1 day')
         as "completedLastDay",
       (select count(*)::int from workflow.event where routed_at is null) as "unroutedEvents",
       (select min(received_at) from workflow.event where routed_at is null) as "oldestUnroutedAt",
       (select seen_at from workflow.leader) as "leaderSeenAt"`,
    [now],
  )
  return rows[0] as Overview
}
