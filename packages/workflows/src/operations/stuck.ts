import type { Queryable } from '../executor/database.ts'
import { after } from '../executor/durations.ts'

/** Something that doesn't go on by itself as soon as it should, and why. */
export interface Stuck {
  why:
    | 'no-leader'
    | 'function-missing'
    | 'crashes'
    | 'concurrency'
    | 'throttle'
    | 'retrying'
    | 'busy'
    | 'long'
    | 'unrouted'
  runId: string | null
  functionId: string | null
  /** Since when. */
  since: Date
  /** When it may go on; null if nobody knows. */
  until: Date | null
  /** How many times the process ended, or an attempt failed, or the key that has no room. */
  detail: string
}

const PATIENCE_MS = 30_000
/** So long a call may take before somebody should know. */
const LONG_MS = 15 * 60_000
const MOST = 200

/** What is stuck and why, the oldest first. `leading` says whether any process has worked within the last half minute. */
export async function whatIsStuck(db: Queryable, now: Date): Promise<Stuck[]> {
  const late = after(now, -PATIENCE_MS)
  const { rows } = await db.query<Stuck>(
    `select * from (
       select 'no-leader' as why, null as "runId", null as "functionId", coalesce(max(l.seen_at), $1) as since,
         null::timestamptz as until, 'no process has worked since' as detail
       from (select 1) one left join workflow.leader l on true having coalesce(max(l.seen_at) < $2, true)
       union all
       select 'function-missing', id, function_id, missing_since, null, function_id
       from workflow.run where status = 'running' and missing_since is not null
       union all
       select 'unrouted', null, null, received_at, due_at, name
       from workflow.event where routed_at is null and received_at < $2
       union all
       select 'long', run_id, function_id, claimed_at, null, '' from workflow.job
       where claimed_at < $3 and kind in ('discover', 'step')
       union all
       select case when j.crashes >= 2 then 'crashes' when p.open_at > $1 then 'throttle'
                   when j.attempt > 0 then 'retrying' when cardinality(j.concurrency_keys) > 0 then 'concurrency'
                   else 'busy' end,
         j.run_id, j.function_id, coalesce(r.called_at, r.started_at),
         case when p.open_at > $1 then p.open_at when j.due_at > $1 then j.due_at end,
         case when j.crashes >= 2 then j.crashes::text when p.open_at > $1 then j.pace_key
              when j.attempt > 0 then j.attempt::text
              when cardinality(j.concurrency_keys) > 0 then array_to_string(j.concurrency_keys, ', ') else '' end
       from workflow.job j join workflow.run r on r.id = j.run_id left join workflow.pace p on p.key = j.pace_key
       where j.claimed_at is null and j.kind in ('discover', 'step') and r.missing_since is null
         and (j.attempt > 0 or j.crashes > 0 or j.due_at < $2)
     ) stuck order by since limit ${MOST}`,
    [now, late, after(now, -LONG_MS)],
  )
  return rows
}
