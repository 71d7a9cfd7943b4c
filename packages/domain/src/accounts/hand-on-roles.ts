import { roles, type Role } from '@ministry/access'
import { reaches } from '@ministry/access/scope'
import { notAllowed } from '@ministry/kernel/errors'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'
import { lockPerson } from './lock-person.ts'

interface Led {
  id: string
  role: Role
  nodeId: string
  scopeIds: string[]
  endsAt: Date | null
}

/**
 * Ends what a person leads, for somebody who moves on and has a successor everywhere; each with an audit entry. That there is one is
 * for the caller to know. Errors: NotAllowed. Source: AUT-3, ACC-2.
 */
export async function handOnRoles(ctx: Context, personId: string, reason: string): Promise<void> {
  await lockPerson(ctx, personId)
  const leading = Object.keys(roles).filter((role) => roles[role as Role].leads)
  const led = await ctx.tx.rows<Led>(sql`
    select a.id, a.role, a.node_id as "nodeId", a.scope_ids as "scopeIds", a.ends_at as "endsAt" from role_assignment a
     where a.person_id = ${personId}::uuid and a.role = any (${leading}::text[]) and (a.ends_at is null or a.ends_at > ${ctx.at})`)
  if (led.length === 0) return
  for (const { nodeId, scopeIds } of led)
    if (!reaches(ctx, 'end', 'RoleAssignment', { id: nodeId, scopeIds })) throw notAllowed('end', 'RoleAssignment')
  await ctx.tx.rows(sql`
    update role_assignment set ends_at = greatest(starts_at, ${ctx.at}), ended_by = ${ctx.principal.personId}::uuid, end_reason = ${reason}
     where id = any (${led.map(({ id }) => id)}::uuid[])`)
  for (const { id, role, nodeId, scopeIds, endsAt } of led)
    ctx.audit({
      noun: 'RoleAssignment',
      subjectId: id,
      node: { id: nodeId, scopeIds },
      before: { endsAt },
      after: { personId, role, endsAt: ctx.at },
      reason,
    })
  await notifyAll(
    ctx,
    led.map(({ id, role, nodeId }) => ({
      ...{ personId, kind: 'role-ended', nodeId, aboutId: id, facts: { role } },
      dedupeKey: `role-ended:${id}:${ctx.at.toISOString()}`,
    })),
  )
}
