import type { Queryable } from '../executor/database.ts'
import type { ReceivedEvent } from '../executor/protocol.ts'
import type { RunStatus } from '../executor/store-runs.ts'

export interface RunQuery {
  /** `<application>-<function>`. */
  functionId?: string
  status?: RunStatus
  /** Id of the event that started the run. */
  eventId?: string
  /** Begun at or after. */
  since?: Date
  /** Begun before. */
  until?: Date
  /** Id of the run, or its beginning. */
  id?: string
  /** Only these. */
  ids?: readonly string[]
  /** Id of the last run of the page before. */
  before?: string
  /** At most this many; 50 by default. */
  limit?: number
}

/** A run without what its steps brought. */
export interface RunSummary {
  id: string
  functionId: string
  status: RunStatus
  eventId: string | null
  /** What it was started with; contains personal data. */
  event: ReceivedEvent | null
  startedAt: Date
  /** When the function was first called; until then the run stood in the queue. */
  calledAt: Date | null
  endedAt: Date | null
  /** Names of the completed steps, in the order of their completion. */
  steps: string[]
  /** The failure's message; null unless the run failed or was cancelled. */
  failure: string | null
}

type Stored = Omit<RunSummary, 'failure' | 'event'> & {
  events: ReceivedEvent[]
  ended: { message?: string } | null
}

/** Runs, newest first. */
export async function listRuns(db: Queryable, query: RunQuery): Promise<RunSummary[]> {
  const { rows } = await db.query<Stored>(
    `select r.id, r.function_id as "functionId", r.status, r.event_id as "eventId", r.started_at as "startedAt",
       r.called_at as "calledAt", r.ended_at as "endedAt", r.events,
       array(select s.name from unnest(r.completed_steps) with ordinality as done (id, position)
             join workflow.step s on s.run_id = r.id and s.id = done.id order by position) as steps,
       case when r.status in ('failed', 'cancelled') then r.output end as ended
     from workflow.run r
     where ($1::text is null or function_id = $1) and ($2::text is null or status = $2)
       and ($3::text is null or event_id = $3) and ($4::text is null or id < $4)
       and ($5::timestamptz is null or started_at >= $5) and ($6::timestamptz is null or started_at < $6)
       and ($7::text is null or starts_with(id, $7)) and ($9::text[] is null or id = any($9))
     order by id desc limit $8`,
    [
      query.functionId ?? null,
      query.status ?? null,
      query.eventId ?? null,
      query.before ?? null,
      query.since ?? null,
      query.until ?? null,
      query.id ?? null,
      query.limit ?? 50,
      query.ids ?? null,
    ],
  )
  // Read here, because PostgreSQL can't look into JSON that contains \u0000.
  return rows.map(({ ended, events, ...run }) => ({
    ...run,
    event: events[0] ?? null,
    failure: ended?.message ?? null,
  }))
}
