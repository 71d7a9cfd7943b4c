import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import type { CaseRow } from './case-row.ts'

/** What the trail tells, each with a text, `approvals_page_trail_…`. Source: APR-1 (each stage is visible). */
export type TrailKind =
  | 'submitted'
  | 'checked'
  | 'routed'
  | 'opened'
  | 'skipped'
  | 'climbed'
  | 'reminded'
  | 'escalated'
  | 'delegated'
  | 'reassigned'
  | 'returned'
  | 'endorsed'
  | 'approved'
  | 'rejected'
  | 'sent_back'
  | 'abstained'
  | 'stuck'
  | 'edited'
  | 'withdrawn'
  | 'executed'

export interface TrailLine {
  kind: TrailKind
  /** Absent: the system. */
  personId?: string | null
  seatId?: string | null
  reason?: string | null | undefined
  values?: Record<string, string | number>
}

/** Adds lines to the trail of a case, in this order, in the power of the movement. */
export async function trail(
  power: Context,
  { id, revision }: Pick<CaseRow, 'id' | 'revision'>,
  lines: readonly TrailLine[],
): Promise<void> {
  const rows = lines.map(({ kind, personId = null, seatId = null, reason = null, values = {} }) => ({
    ...{ id: newId(power.at), kind, person_id: personId, seat_id: seatId, reason, values },
  }))
  await power.tx.rows(sql`
    insert into approval_trail (id, case_id, revision, kind, person_id, seat_id, reason, "values", at)
    select r.id, ${id}::uuid, ${revision}, r.kind, r.person_id, r.seat_id, r.reason, r."values", ${power.at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, kind text, person_id uuid, seat_id uuid, reason text, "values" jsonb)`)
}
