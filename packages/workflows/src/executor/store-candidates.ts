import type { Queryable } from './database.ts'

/** What a job does when it is due. */
export type JobKind = 'discover' | 'step' | 'timer' | 'cron' | 'debounce' | 'timeout'

/** From this many crashes on a job is run without another suspect beside it, so that the guilty one shows. */
export const SUSPECT_CRASHES = 2

/** A job that is due and may have room. */
export interface Candidate {
  id: string
  kind: JobKind
  runId: string | null
  functionId: string | null
  concurrencyKeys: string[]
  crashes: number
  paceKey: string | null
  /** What is remembered of the pace's key. */
  arrivalMs: number | null
}

export interface CandidateQuery {
  now: Date
  /** How many could begin. */
  wanted: number
  /** Concurrency keys that have no room left. */
  saturated: string[]
  /** Whether a suspect runs already. */
  suspectRuns: boolean
}

/** Some of the oldest may have to wait for others of their kind, which shouldn't leave slots empty. */
const SPARE = 50
/** So many of the oldest are looked through before those without room are passed over by their keys. */
const WINDOW = 200

const COLUMNS = `j.id, j.kind, j.run_id as "runId", j.function_id as "functionId",
  j.concurrency_keys as "concurrencyKeys", j.crashes, j.pace_key as "paceKey", p.arrival_ms as "arrivalMs", j.due_at`
const PACE = 'left join workflow.pace p on p.key = j.pace_key'
const DUE = 'j.claimed_at is null and j.due_at <= $1'
const MAY_BEGIN = `(p.open_at is null or p.open_at <= $1) and not j.concurrency_keys && $3::text[]
  and (not $4::boolean or j.crashes < ${SUSPECT_CRASHES})`
const OLDEST = 'order by due_at, id limit $2'

/** What is due and could be done, oldest first, without what certainly has no room. */
export async function candidates(db: Queryable, query: CandidateQuery): Promise<Candidate[]> {
  if (!query.saturated.length) return ask(db, 'workflow-candidates', ALL, query)
  const near = await ask(db, 'workflow-candidates-near', NEAR, query)
  return near.length < query.wanted ? ask(db, 'workflow-candidates-lanes', LANES, query) : near
}

const ALL = `select ${COLUMNS} from workflow.job j ${PACE} where ${DUE} and ${MAY_BEGIN} ${OLDEST}`

const NEAR = `select ${COLUMNS}
  from (select * from workflow.job j where ${DUE} order by due_at, id limit ${WINDOW}) j ${PACE}
  where ${MAY_BEGIN} ${OLDEST}`

/** The first of each lane (jobs with the same first key) that has room, and of those without a key. */
const LANES = `with recursive lane as (
    (select j.concurrency_keys[1] as key from workflow.job j
     where j.claimed_at is null and j.concurrency_keys[1] is not null order by 1 limit 1)
    union all
    select (select j.concurrency_keys[1] from workflow.job j
            where j.claimed_at is null and j.concurrency_keys[1] > lane.key order by 1 limit 1)
    from lane where lane.key is not null
  )
  select * from (
    select first.* from lane cross join lateral (
      select ${COLUMNS} from workflow.job j ${PACE}
      where j.concurrency_keys[1] = lane.key and ${DUE} and ${MAY_BEGIN} ${OLDEST}
    ) first
    where lane.key is not null and lane.key <> all($3::text[])
    union all
    (select ${COLUMNS} from workflow.job j ${PACE}
     where j.concurrency_keys[1] is null and ${DUE} and ${MAY_BEGIN} ${OLDEST})
  ) oldest ${OLDEST}`

async function ask(
  db: Queryable,
  name: string,
  text: string,
  { now, wanted, saturated, suspectRuns }: CandidateQuery,
): Promise<Candidate[]> {
  const { rows } = await db.query<Candidate>({ name, text, values: [now, wanted + SPARE, saturated, suspectRuns] })
  return rows
}
