import type { Queryable } from './database.ts'
import type { ReceivedEvent } from './protocol.ts'

/** Keeps events whose ids are new; others were accepted before and count once. An event of the future waits for its `ts`. */
export async function insertEvents(
  db: Queryable,
  events: ReceivedEvent[],
  { now, notify }: { now: Date; notify: boolean },
): Promise<void> {
  await db.query(
    `with accepted as (
       insert into workflow.event (id, name, payload, due_at, received_at)
       select id, name, payload::json, greatest(to_timestamp(ts / 1000.0), $5), $5
       from unnest($1::text[], $2::text[], $3::text[], $4::float8[]) with ordinality as sent (id, name, payload, ts, position)
       order by position
       on conflict (id) do nothing
     )
     select case when $6 then pg_notify('workflow', '') end`,
    [
      events.map(({ id }) => id),
      events.map(({ name }) => name),
      events.map((event) => JSON.stringify(event)),
      events.map(({ ts }) => ts),
      now,
      notify,
    ],
  )
}

/** Events that are due and have not been given to functions and waits yet, oldest first; locked. */
export async function takeDueEvents(tx: Queryable, now: Date, limit: number): Promise<ReceivedEvent[]> {
  const { rows } = await tx.query<{ payload: ReceivedEvent }>(
    `select payload from workflow.event
     where routed_at is null and due_at <= $1
     order by due_at, seq limit $2
     for update skip locked`,
    [now, limit],
  )
  return rows.map(({ payload }) => payload)
}

export async function markRouted(tx: Queryable, ids: string[], now: Date): Promise<void> {
  await tx.query('update workflow.event set routed_at = $2 where id = any($1)', [ids, now])
}

export async function postponeEvent(db: Queryable, id: string, until: Date): Promise<void> {
  await db.query('update workflow.event set due_at = $2 where id = $1 and routed_at is null', [id, until])
}
