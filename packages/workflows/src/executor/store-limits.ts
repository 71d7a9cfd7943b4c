import type { Queryable, Transaction } from './database.ts'
import { admit, type Pace } from './pace.ts'

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

/** Whether the pace lets one more run of this key start now; if so it is counted. */
export async function takeRate(tx: Queryable, key: string, pace: Pace, now: Date): Promise<boolean> {
  const { rows } = await tx.query<{ arrivalMs: number }>(
    'select arrival_ms as "arrivalMs" from workflow.pace where key = $1 for update',
    [key],
  )
  const { admitted, arrivalMs, openAt } = admit(pace, rows[0]?.arrivalMs, now)
  if (!admitted) return false
  await tx.query(
    `insert into workflow.pace (key, arrival_ms, open_at) values ($1, $2, $3)
     on conflict (key) do update set arrival_ms = excluded.arrival_ms, open_at = excluded.open_at`,
    [key, arrivalMs, openAt],
  )
  return true
}

export interface Debounced {
  key: string
  functionId: string
  /** JSON text of the event; kept as a text, because PostgreSQL can't look into JSON that contains \u0000. */
  event: string
  eventTs: number
  dueAt: Date
  /** When it starts at the latest. */
  latest: Date | null
}

/**
 * Puts off the start of a debounced run, or begins to. An event older than the one that waits changes nothing. Source:
 * Inngest server, `updateDebounce.lua`.
 */
export function putOff(tx: Transaction, { key, functionId, event, eventTs, dueAt, latest }: Debounced): void {
  tx.send(
    `insert into workflow.job as j (key, kind, function_id, due_at, data)
     values ($1, 'debounce', $2, least($4::timestamptz, $6::timestamptz), json_build_object('event', $3::text, 'ts', $5::float8, 'latest', $6::timestamptz))
     on conflict (key) do update
     set due_at = least($4::timestamptz, (j.data ->> 'latest')::timestamptz),
       data = json_build_object('event', $3::text, 'ts', $5::float8, 'latest', (j.data ->> 'latest')::timestamptz)
     where (j.data ->> 'ts')::float8 <= $5`,
    [key, functionId, event, dueAt, eventTs, latest],
  )
}
