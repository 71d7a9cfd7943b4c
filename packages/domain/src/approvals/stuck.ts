/** Seats that nobody can answer, nor anybody above them: the case says so once, and waits visibly. Source: APR-2. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { CaseRow, StoredSeat } from './case-row.ts'
import { tell } from './tell.ts'
import { trail } from './trail.ts'

/** Says once that nobody can answer a seat, nor anybody above it. */
export async function stuck(power: Context, row: CaseRow, seat: Pick<StoredSeat, 'id'>, why: string): Promise<void> {
  if ((await stuckSeats(power, row)).has(seat.id)) return
  await trail(power, row, [{ kind: 'stuck', seatId: seat.id, values: { why } }])
  await tell(power, row, 'request-waits', [row.personId], `${seat.id}:stuck`)
}

/** The seats of a case that have said that nobody can answer them, and weren't opened since, each with the reason. */
export async function stuckSeats(power: Context, { id }: Pick<CaseRow, 'id'>): Promise<Map<string, string>> {
  const rows = await power.tx.rows<{ seatId: string; why: string }>(sql`
    select t.seat_id as "seatId", t."values" ->> 'why' as why from approval_trail t
     where t.case_id = ${id}::uuid and t.kind = 'stuck'
       and not exists (select from approval_trail o where o.case_id = t.case_id and o.seat_id = t.seat_id and o.kind = 'opened' and o.seq > t.seq)`)
  return new Map(rows.map(({ seatId, why }) => [seatId, why]))
}
