import { roles, type Role } from '@ministry/access'
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { seatsGivenUp } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'
import { lockPerson } from './lock-person.ts'

interface Held {
  id: string
  role: Role
  nodeId: string
  scopeIds: string[]
  endsAt: Date | null
}

/** The roles that a person holds at a node or below, now or later. Source: PPL-4 (roles that end are told beforehand). */
export const rolesBelow = (
  { tx, at }: Context,
  personId: string,
  nodeId: string,
): Promise<(Held & { place: string })[]> =>
  tx.rows(sql`
    select a.id, a.role, a.node_id as "nodeId", a.scope_ids as "scopeIds", a.ends_at as "endsAt", n.name as place
      from role_assignment a join org_node n on n.id = a.node_id
     where a.person_id = ${personId}::uuid and a.scope_ids @> array[${nodeId}::uuid] and a.role = any (${Object.keys(roles)}::text[])
       and (a.ends_at is null or a.ends_at > ${at})
     order by n.depth, a.id`)

/** Ends what a person holds at a node and below, because they belong elsewhere from now on; each with an audit entry. Errors: NotAllowed. Source: PPL-4, ACC-2. */
export async function endRolesBelow(ctx: Context, personId: string, nodeId: string, reason: string): Promise<void> {
  await lockPerson(ctx, personId)
  const held = await rolesBelow(ctx, personId, nodeId)
  if (held.length === 0) return
  for (const { nodeId: id, scopeIds } of held)
    if (!reaches(ctx, 'end', 'RoleAssignment', { id, scopeIds })) throw notAllowed('end', 'RoleAssignment')
  await ctx.tx.rows(sql`
    update role_assignment set ends_at = greatest(starts_at, ${ctx.at}), ended_by = ${ctx.principal.personId}::uuid, end_reason = ${reason}
     where id = any (${held.map(({ id }) => id)}::uuid[])`)
  for (const { id, role, nodeId: at, scopeIds, endsAt } of held)
    ctx.audit({
      noun: 'RoleAssignment',
      subjectId: id,
      node: { id: at, scopeIds },
      before: { endsAt },
      after: { personId, role, endsAt: ctx.at },
      reason,
    })
  const told = { personId, movementId: held[0]!.scopeIds[0]!, endsAt: ctx.at.toISOString() }
  ctx.emit(seatsGivenUp.sendable(told, { subject: `person:${personId}` }))
  await notifyAll(
    ctx,
    held.map(({ id, role, nodeId: at }) => ({
      ...{ personId, kind: 'role-ended' as const, nodeId: at, aboutId: id, facts: { role } },
      dedupeKey: `role-ended:${id}:${ctx.at.toISOString()}`,
    })),
  )
}
