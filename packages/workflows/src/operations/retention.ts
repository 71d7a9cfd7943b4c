import type { Queryable } from '../executor/database.ts'
import { after } from '../executor/durations.ts'

const DAY_MS = 86_400_000
const BATCH = 500

export interface Removed {
  runs: number
  events: number
}

/**
 * Removes ended runs (with their steps and attempts) and routed events that are older than `keepDays`, in batches that
 * each hold no lock for long. Runs under way and their events' copies are untouched; an event's id is remembered for
 * at least a day, whatever `keepDays` says.
 */
export async function removeOld(db: Queryable, { keepDays, now }: { keepDays: number; now: Date }): Promise<Removed> {
  const before = after(now, -Math.max(keepDays, 1) * DAY_MS)
  const dayAgo = after(now, -DAY_MS)
  const runs = await inBatches(
    db,
    `delete from workflow.run where id in (
       select id from workflow.run where ended_at < $1 order by ended_at limit $2 for update skip locked)`,
    before,
  )
  const events = await inBatches(
    db,
    `delete from workflow.event where id in (
       select id from workflow.event where routed_at < $1 and received_at < $1 order by routed_at limit $2
       for update skip locked)`,
    before,
  )
  await db.query('delete from workflow.idempotency where until < $1', [now])
  await db.query('delete from workflow.pace where open_at < $1 and arrival_ms < $2', [dayAgo, dayAgo.getTime()])
  return { runs, events }
}

async function inBatches(db: Queryable, statement: string, before: Date): Promise<number> {
  for (let removed = 0; ;) {
    const { rowCount } = await db.query(statement, [before, BATCH])
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH) return removed
  }
}
