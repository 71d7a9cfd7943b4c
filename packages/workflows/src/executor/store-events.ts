import type { Queryable, Transaction } from './database.ts'
import { after } from './durations.ts'
import type { ReceivedEvent } from './protocol.ts'

const COUNTED_ONCE_MS = 24 * 3_600_000

/**
 * Keeps events whose ids are new. An id counts once within a day, as on the server; what is told again after that with
 * the same time is the same event all the same, so that nothing is done twice after a long outage.
 */
export async function insertEvents(
  db: Queryable,
  events: ReceivedEvent[],
  { now, notify }: { now: Date; notify: boolean },
): Promise<void> {
  await db.query({
    name: 'workflow-insert-events',
    text: `with accepted as (
             insert into workflow.event as e (id, name, payload, ts, due_at, received_at)
             select id, name, payload::json, ts, $4::timestamptz, $4 from (
               select distinct on (id) * from unnest($1::text[], $2::text[], $3::text[], $7::bigint[]) with ordinality
                 as told (id, name, payload, ts, position) order by id, position
             ) sent order by position
             on conflict (id) do update set name = excluded.name, payload = excluded.payload, ts = excluded.ts,
               due_at = excluded.due_at, received_at = excluded.received_at, routed_at = null
             where e.received_at <= $6 and e.ts is distinct from excluded.ts
           )
           select case when $5 then pg_notify('workflow', '') end`,
    values: [
      events.map(({ id }) => id),
      events.map(({ name }) => name),
      events.map((event) => JSON.stringify(event)),
      now,
      notify,
      after(now, -COUNTED_ONCE_MS),
      events.map(({ ts }) => ts),
    ],
  })
}

export interface DueEvent {
  event: ReceivedEvent
  /** Whether any run waits for events of this name, or would be cancelled by one. */
  awaited: boolean
}

/** Events that are due and have not been given to functions and waits yet, oldest first; locked. */
export async function takeDueEvents(
  tx: Queryable,
  now: Date,
  { limit, id = null }: { limit: number; /** Only this one. */ id?: string | null },
): Promise<DueEvent[]> {
  const { rows } = await tx.query<DueEvent>({
    name: 'workflow-due-events',
    text: `select e.payload as event, exists (select from workflow.wait w where w.event_name = e.name) as awaited
           from workflow.event e
           where e.routed_at is null and e.due_at <= $1 and ($3::text is null or e.id = $3)
           order by e.due_at, e.seq limit $2
           for update of e skip locked`,
    values: [now, limit, id],
  })
  return rows
}

export function markRouted(tx: Transaction, ids: string[], now: Date): void {
  tx.send({
    name: 'workflow-routed',
    text: 'update workflow.event set routed_at = $2 where id = any($1)',
    values: [ids, now],
  })
}

export async function postponeEvent(db: Queryable, id: string, until: Date): Promise<void> {
  await db.query('update workflow.event set due_at = $2 where id = $1 and routed_at is null', [id, until])
}
