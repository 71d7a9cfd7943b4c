import { seatsGivenUp } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import { notify } from '../notify.ts'

export interface Assignment {
  id: string
  personId: string
  role: string
  nodeId: string | null
  startsAt: Date
  endsAt: Date | null
  scopeIds: string[]
}

/**
 * Ends an assignment at this instant or a later one, in the transaction of whoever decided it: one that hasn't begun never begins.
 * Requests that wait for the person go on, the person is told, and a successor gets what else waits for them there. It asks nobody's
 * leave. Source: ACC-2, ACC-7, APR-2.
 */
export async function endAssignment(
  ctx: Context,
  held: Assignment,
  {
    endsAt,
    reason,
    caseId,
    successorId,
  }: { endsAt: Date; reason: string | null; caseId?: string; successorId?: string },
): Promise<void> {
  const { id, personId, role, nodeId, scopeIds } = held
  const end = endsAt < held.startsAt ? held.startsAt : endsAt
  await ctx.tx.prisma.roleAssignment.update({
    where: { id },
    data: { endsAt: end, endedBy: ctx.principal.personId, endReason: reason },
  })
  ctx.audit({
    noun: 'RoleAssignment',
    subjectId: id,
    node: nodeId === null ? undefined : { id: nodeId, scopeIds },
    before: { endsAt: held.endsAt },
    after: { personId, role, endsAt: end, ...(caseId && { caseId }), ...(successorId && { successorId }) },
    reason: reason ?? undefined,
  })
  const [movementId] = scopeIds
  if (movementId) {
    const handedTo = successorId && nodeId !== null ? { personId: successorId, nodeId } : undefined
    const told = { personId, movementId, endsAt: end.toISOString(), ...(handedTo && { handedTo }) }
    ctx.emit(seatsGivenUp.sendable(told, { subject: `person:${personId}` }))
  }
  await notify(ctx, {
    personId,
    kind: 'role-ended',
    nodeId,
    aboutId: id,
    facts: { role },
    dedupeKey: `role-ended:${id}:${end.toISOString()}`,
  })
}
