import { SUSPECT_CRASHES, type Candidate, type JobKind } from './store-candidates.ts'
import type { Database, Queryable, Transaction } from './database.ts'
import { loadClaimedRuns, loadRuns, lockRun, type LoadedRun, type Run } from './store-runs.ts'

export type { JobKind }

export interface Job {
  id: string
  key: string
  kind: JobKind
  runId: string | null
  stepId: string | null
  functionId: string | null
  attempt: number
  crashes: number
  generation: number
  again: boolean
  dueAt: Date
  concurrencyKeys: string[]
  data: unknown
}

const COLUMNS = `j.id, j.key, j.kind, j.run_id as "runId", j.step_id as "stepId", j.function_id as "functionId", j.attempt,
  j.crashes, j.generation, j.again, j.due_at as "dueAt", j.concurrency_keys as "concurrencyKeys", j.data`

export interface PaceState {
  key: string
  arrivalMs: number
  openAt: Date
}

/** What is to be claimed, and the pace to remember of those that start a run. */
export interface Claim {
  claimed: Candidate[]
  paces: PaceState[]
  now: Date
}

async function claim(db: Queryable, { claimed, paces, now }: Claim): Promise<Job[]> {
  const { rows } = await db.query<Job>({
    name: 'workflow-claim',
    text: `with paced as (
             insert into workflow.pace (key, arrival_ms, open_at)
             select * from unnest($3::text[], $4::float8[], $5::timestamptz[])
             on conflict (key) do update set arrival_ms = excluded.arrival_ms, open_at = excluded.open_at
           )
           update workflow.job j set claimed_at = $1, generation = j.generation + 1, pace_key = null
           where j.id = any($2::bigint[]) and j.claimed_at is null
           returning ${COLUMNS}`,
    values: [
      now,
      claimed.map(({ id }) => id),
      paces.map(({ key }) => key),
      paces.map(({ arrivalMs }) => arrivalMs),
      paces.map(({ openAt }) => openAt),
    ],
  })
  return inOrder(rows)
}

/**
 * Claims the oldest that are due and loads their runs, in one round trip, if nothing about them needs to be decided: no
 * concurrency key, no pace, no suspicion. If one of them isn't that simple, none is claimed. `working` are the jobs
 * that this process has claimed before.
 */
export async function claimSimple(
  db: Database,
  { now, most, working }: { now: Date; most: number; working: string[] },
): Promise<[Job[], Map<string, LoadedRun>]> {
  return db.bothInTurn(
    async (connection) => {
      const { rows } = await connection.query<Job>({
        name: 'workflow-claim-simple',
        text: `with due as (
                 select id, cardinality(concurrency_keys) = 0 and pace_key is null and crashes < ${SUSPECT_CRASHES} as simple
                 from workflow.job where claimed_at is null and due_at <= $1 order by due_at, id limit $2
               )
               update workflow.job j set claimed_at = $1, generation = j.generation + 1
               where j.id in (select id from due) and j.claimed_at is null and (select bool_and(simple) from due)
               returning ${COLUMNS}`,
        values: [now, most],
      })
      return inOrder(rows)
    },
    (connection) => loadClaimedRuns(connection, working),
  )
}

const inOrder = (jobs: Job[]) =>
  jobs.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || Number(a.id) - Number(b.id))

/** Jobs that call a function; the others only change the database. */
const needsRun = ({ kind }: Pick<Job, 'kind'>) => kind === 'discover' || kind === 'step'

/**
 * Claims jobs and loads the runs of those that call a function: after the claim, so that whatever a run has learnt before
 * is in it and what it learns later asks for another call.
 */
export async function claimAndLoad(db: Database, wanted: Claim): Promise<[Job[], Map<string, LoadedRun>]> {
  const runIds = wanted.claimed.filter(needsRun).flatMap(({ runId }) => runId ?? [])
  if (!runIds.length) return [await claim(db, wanted), new Map()]
  return db.bothInTurn(
    (connection) => claim(connection, wanted),
    (connection) => loadRuns(connection, runIds),
  )
}

/**
 * Gives back what is claimed although nobody works on it: a connection may break between a claim and its answer. Runs in
 * the session that holds the lock, so that it can't meet what another process has claimed.
 */
export async function releaseForgotten(session: Queryable, working: string[]): Promise<number> {
  const { rowCount } = await session.query(
    'update workflow.job set claimed_at = null where claimed_at is not null and id <> all($1::bigint[])',
    [working],
  )
  return rowCount ?? 0
}

/** The job if it still belongs to this claim, locked until the end of the transaction. */
export async function lockJob(
  tx: Queryable,
  { id, generation }: Pick<Job, 'id' | 'generation'>,
): Promise<Job | undefined> {
  const { rows } = await tx.query<Job>({
    name: 'workflow-lock-job',
    text: `select ${COLUMNS} from workflow.job j
           where id = $1 and generation = $2 and claimed_at is not null for update`,
    values: [id, generation],
  })
  return rows[0]
}

/** The run of a job, if it is still under way, and the job, if it still belongs to this claim; both locked, in this order. */
export const lockBoth = (tx: Queryable, claimed: Job): Promise<[Run | undefined, Job | undefined]> =>
  Promise.all([claimed.runId ? lockRun(tx, claimed.runId) : undefined, lockJob(tx, claimed)])

/** What was claimed by a leader that is gone: nobody works on it any more. */
export async function abandonedJobs(tx: Queryable): Promise<Job[]> {
  const { rows } = await tx.query<Job>(
    `select ${COLUMNS} from workflow.job j where claimed_at is not null order by id for update`,
  )
  return rows
}

export function requeueCrashed(tx: Transaction, job: Job, dueAt: Date): void {
  tx.send('update workflow.job set claimed_at = null, crashes = crashes + 1, due_at = $2 where id = $1', [
    job.id,
    dueAt,
  ])
}

/** Whether nothing is due, claimed or waiting to be routed at this time. What its pace holds back isn't due. */
export async function nothingDue(db: Queryable, now: Date): Promise<boolean> {
  const { rows } = await db.query<{ quiet: boolean }>(
    `select not exists (
         select from workflow.job j left join workflow.pace p on p.key = j.pace_key
         where j.claimed_at is not null or (j.due_at <= $1 and (p.open_at is null or p.open_at <= $1)))
       and not exists (select from workflow.event where routed_at is null and due_at <= $1) as quiet`,
    [now],
  )
  return rows[0]?.quiet ?? true
}

/** When the next job or event falls due that isn't claimed; undefined if there is none. */
export async function nextDue(db: Queryable): Promise<Date | undefined> {
  const { rows } = await db.query<{ due: Date | null }>({
    name: 'workflow-next-due',
    text: `select least(
             (select min(due_at) from workflow.job where claimed_at is null and pace_key is null),
             (select min(greatest(j.due_at, p.open_at)) from workflow.job j left join workflow.pace p on p.key = j.pace_key
              where j.claimed_at is null and j.pace_key is not null),
             (select min(due_at) from workflow.event where routed_at is null)) as due`,
  })
  return rows[0]?.due ?? undefined
}
