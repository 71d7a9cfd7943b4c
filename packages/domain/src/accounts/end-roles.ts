import type { Role } from '@ministry/access'
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { seatsGivenUp } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'

export interface EndedRole {
  id: string
  role: Role
  nodeId: string
  scopeIds: string[]
  endsAt: Date | null
}

/**
 * Ends several roles of one person at once, each with an audit entry; requests that wait for them go on, and they are told. Errors:
 * NotAllowed. Source: ACC-2, APR-2.
 */
export async function endRoles(ctx: Context, personId: string, held: readonly EndedRole[], reason: string) {
  const [first] = held
  if (!first) return
  for (const { nodeId: id, scopeIds } of held)
    if (!reaches(ctx, 'end', 'RoleAssignment', { id, scopeIds })) throw notAllowed('end', 'RoleAssignment')
  await ctx.tx.rows(sql`
    update role_assignment set ends_at = greatest(starts_at, ${ctx.at}), ended_by = ${ctx.principal.personId}::uuid, end_reason = ${reason}
     where id = any (${held.map(({ id }) => id)}::uuid[])`)
  for (const { id, role, nodeId, scopeIds, endsAt } of held)
    ctx.audit({
      ...{ noun: 'RoleAssignment', subjectId: id, node: { id: nodeId, scopeIds } },
      ...{ before: { endsAt }, after: { personId, role, endsAt: ctx.at }, reason },
    })
  const told = { personId, movementId: first.scopeIds[0]!, endsAt: ctx.at.toISOString() }
  ctx.emit(seatsGivenUp.sendable(told, { subject: `person:${personId}` }))
  await notifyAll(
    ctx,
    held.map(({ id, role, nodeId }) => ({
      ...{ personId, kind: 'role-ended' as const, nodeId, aboutId: id, facts: { role } },
      dedupeKey: `role-ended:${id}:${ctx.at.toISOString()}`,
    })),
  )
}
