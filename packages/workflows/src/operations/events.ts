import type { Queryable } from '../executor/database.ts'

export interface EventQuery {
  name?: string
  id?: string
  /** Only those that nobody has been told of yet. */
  unrouted?: boolean
  /** `seq` of the last event of the page before. */
  before?: string
  /** At most this many; 50 by default. */
  limit?: number
}

export interface KeptEvent {
  id: string
  seq: string
  name: string
  receivedAt: Date
  routedAt: Date | null
  /** As it was sent; contains personal data. */
  data: unknown
  /** Runs that it started. */
  runs: string[]
}

/** Events, newest first. */
export async function listEvents(db: Queryable, query: EventQuery): Promise<KeptEvent[]> {
  const { rows } = await db.query<KeptEvent & { payload: { data?: unknown } }>(
    `select e.id, e.seq::text as seq, e.name, e.received_at as "receivedAt", e.routed_at as "routedAt", e.payload,
       array(select r.id from workflow.run r where r.event_id = e.id order by r.id limit 20) as runs
     from workflow.event e
     where ($1::text is null or e.name = $1) and ($2::text is null or e.id = $2)
       and (not $3::boolean or e.routed_at is null) and ($4::bigint is null or e.seq < $4)
     order by e.seq desc limit $5`,
    [query.name ?? null, query.id ?? null, query.unrouted ?? false, query.before ?? null, query.limit ?? 50],
  )
  return rows.map(({ payload, ...event }) => ({ ...event, data: payload.data ?? {} }))
}
