/** Seats that are asked no longer, and cases that end without being done. In the power of the movement. Source: APR-1. */
import type { Context } from '../context.ts'
import { caseEnded, seatClosed } from './approvals.events.ts'
import { seatsOf, type CaseRow, type StoredSeat } from './case-row.ts'
import { kindsOf } from './kinds.ts'

/** What events of a case carry. */
export const subjectOf = ({ id, kind, scopeIds }: Pick<CaseRow, 'id' | 'kind' | 'scopeIds'>) => ({
  caseId: id,
  movementId: scopeIds[0]!,
  kind,
})

/** A seat that was asked is asked no longer. */
export async function close(
  power: Context,
  row: CaseRow,
  seat: Pick<StoredSeat, 'id' | 'state'>,
  state: 'signed' | 'left' | 'closed',
): Promise<void> {
  await power.tx.prisma.approvalSeat.update({ where: { id: seat.id }, data: { state, closedAt: power.at } })
  if (seat.state === 'open')
    power.emit(seatClosed.sendable({ ...subjectOf(row), seatId: seat.id }, { subject: `case:${row.id}` }))
}

/** Closes whatever of a revision is not answered yet. */
export async function closeAll(power: Context, row: CaseRow): Promise<void> {
  for (const seat of await seatsOf(power, row))
    if (seat.state === 'open' || seat.state === 'waiting') await close(power, row, seat, 'closed')
}

type Ending = 'rejected' | 'withdrawn' | 'sent_back'
/** The case ends, or goes back to the requester, without execution: its kind learns of it in the same transaction. */
export async function end(power: Context, row: CaseRow, outcome: Ending): Promise<void> {
  await closeAll(power, row)
  const ended = outcome === 'sent_back' ? null : power.at
  await power.tx.prisma.approvalCase.update({ where: { id: row.id }, data: { state: outcome, endedAt: ended } })
  const told = outcome === 'sent_back' ? 'sent-back' : outcome
  power.emit(caseEnded.sendable({ ...subjectOf(row), outcome: told }, { subject: `case:${row.id}` }))
  const kind = kindsOf(power.services).find(({ name }) => name === row.kind)
  await kind?.ended?.(power, { caseId: row.id, outcome: told })
}
