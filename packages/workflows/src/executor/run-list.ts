import type { Queryable } from './database.ts'
import type { RunStatus } from './store-runs.ts'

export interface RunQuery {
  /** `<application>-<function>`. */
  functionId?: string
  status?: RunStatus
  /** Id of the event that started the run. */
  eventId?: string
  /** Id of the last run of the page before. */
  before?: string
  /** At most this many; 50 by default. */
  limit?: number
}

/** A run without its data. */
export interface RunSummary {
  id: string
  functionId: string
  status: RunStatus
  startedAt: Date
  endedAt: Date | null
  /** Names of the completed steps, in the order of their completion. */
  steps: string[]
  /** The failure's message; null unless the run failed or was cancelled. */
  failure: string | null
}

/** Runs, newest first. */
export async function listRuns(db: Queryable, query: RunQuery): Promise<RunSummary[]> {
  const { rows } = await db.query<RunSummary>(
    `select r.id, r.function_id as "functionId", r.status, r.started_at as "startedAt", r.ended_at as "endedAt",
       array(select s.name from unnest(r.completed_steps) with ordinality as done (id, position)
             join workflow.step s on s.run_id = r.id and s.id = done.id order by position) as steps,
       case when r.status in ('failed', 'cancelled') then r.output ->> 'message' end as failure
     from workflow.run r
     where ($1::text is null or function_id = $1) and ($2::text is null or status = $2)
       and ($3::text is null or event_id = $3) and ($4::text is null or id < $4)
     order by id desc limit $5`,
    [query.functionId ?? null, query.status ?? null, query.eventId ?? null, query.before ?? null, query.limit ?? 50],
  )
  return rows
}
