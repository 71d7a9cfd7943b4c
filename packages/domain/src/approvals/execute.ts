/** The end of a way: what was approved is done, once, with the power of the movement. Source: APR-7. */
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { caseEnded } from './approvals.events.ts'
import { placeOfCase, type CaseRow } from './case-row.ts'
import { kindOf, readPayload } from './kinds.ts'
import { tellRequester } from './tell.ts'
import { trail } from './trail.ts'

/**
 * Runs the kind's checks again and executes, in the transaction of the last decision. What is refused here refuses the decision: it
 * rolls back, the approver is told why, and the case stays open. Throws RuleBroken `approvals.execute.check-failed`, or whatever
 * rule of the kind says no.
 */
export async function execute(power: Context, row: CaseRow): Promise<void> {
  const kind = kindOf(power.services, row.kind)
  const place = await placeOfCase(power, row.nodeId)
  const payload = readPayload(kind, row.payload)
  const failed = (await kind.check(power, place, payload)).find(({ passed }) => !passed)
  if (failed) throw ruleBroken('approvals.execute.check-failed', { check: failed.code, ...failed.values })
  await power.tx.prisma.approvalCase.update({
    where: { id: row.id },
    data: { state: 'approved', endedAt: power.at, executedAt: power.at },
  })
  await kind.execute(power, { caseId: row.id, place, payload, requesterId: row.personId })
  await trail(power, row, [{ kind: 'executed' }])
  const node = { id: row.nodeId, scopeIds: row.scopeIds }
  power.audit({
    noun: 'ApprovalCase',
    subjectId: row.id,
    node,
    before: { state: 'open' },
    after: { state: 'approved' },
  })
  const told = { caseId: row.id, movementId: row.scopeIds[0]!, kind: row.kind, outcome: 'approved' as const }
  power.emit(caseEnded.sendable(told, { subject: `case:${row.id}` }))
  await tellRequester(power, row, 'request-approved')
}
