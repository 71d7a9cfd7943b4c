import type { Client } from 'pg'

/** A row of `outbox_event` on its way. */
export interface OutboxRow {
  id: string
  name: string
  data: Record<string, unknown>
  subject: string
  createdAt: Date
}

export interface OutboxLag {
  /** Rows that have not been delivered. */
  waiting: number
  /** Age of the oldest of them, in seconds; 0 if there is none. */
  oldestSeconds: number
}

/**
 * The oldest undelivered rows, without those of held subjects. A row counts only when every transaction that began
 * before its own has ended: a slow transaction's row can't come to light behind one that was sent already.
 */
export async function settledRows(
  client: Pick<Client, 'query'>,
  { limit, held }: { limit: number; held: string[] },
): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>(
    `select id, name, data, subject, created_at as "createdAt" from outbox_event
     where delivered_at is null and xid < pg_snapshot_xmin(pg_current_snapshot()) and subject <> all($2::text[])
     order by seq limit $1`,
    [limit, held],
  )
  return rows
}

export async function markDelivered(client: Pick<Client, 'query'>, ids: string[], now: Date): Promise<void> {
  await client.query('update outbox_event set delivered_at = $2 where id = any($1::uuid[])', [ids, now])
}

const BATCH = 500

/** Removes rows that were delivered before this time, in batches; returns how many. */
export async function removeDelivered(client: Pick<Client, 'query'>, before: Date): Promise<number> {
  for (let removed = 0; ;) {
    const { rowCount } = await client.query(
      `delete from outbox_event where id in (
         select id from outbox_event where delivered_at < $1 order by delivered_at limit $2)`,
      [before, BATCH],
    )
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH) return removed
  }
}

/** Undelivered rows at this time; those of open transactions are not counted. */
export async function measureLag(client: Pick<Client, 'query'>, now: Date): Promise<OutboxLag> {
  const { rows } = await client.query<OutboxLag>(
    `select count(*)::int as waiting,
       coalesce(greatest(extract(epoch from $1::timestamptz - min(created_at)), 0), 0)::float8 as "oldestSeconds"
     from outbox_event where delivered_at is null`,
    [now],
  )
  return rows[0] ?? { waiting: 0, oldestSeconds: 0 }
}
