import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { workingHours } from './working-days.rules.ts'
import { calendarAt } from './world.ts'

/** Fewer answers than this are no custom. */
const ENOUGH = 3
/** Of the newest ones only. */
const LOOKED_AT = 200

/** How long seats of a kind of request usually take in this movement: median working hours, null where too few have answered. Source: APR-6. */
export async function usualTimes(power: Context, kind: string, movementId: string, nodeId: string) {
  const answered = await power.tx.rows<{ act: string; role: string; openedAt: Date; closedAt: Date }>(sql`
    select act, role, opened_at as "openedAt", closed_at as "closedAt" from approval_seat
     where kind = ${kind} and state = 'signed' and scope_ids @> array[${movementId}::uuid] and opened_at is not null
     order by closed_at desc limit ${LOOKED_AT}`)
  const calendar = answered.length ? await calendarAt(power, nodeId) : null
  const hours = Map.groupBy(answered, ({ act, role }) => `${act} ${role}`)
  return (act: string, role: string): number | null => {
    const rows = hours.get(`${act} ${role}`) ?? []
    if (!calendar || rows.length < ENOUGH) return null
    return median(rows.map(({ openedAt, closedAt }) => workingHours(openedAt, closedAt, calendar)))
  }
}

/** The middle of the numbers; the mean of the two middle ones. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
