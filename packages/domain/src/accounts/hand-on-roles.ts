import { roles, type Role } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { endRoles, type EndedRole } from './end-roles.ts'
import { lockPerson } from './lock-person.ts'

/**
 * Ends what a person leads, for somebody who moves on and has a successor everywhere; each with an audit entry. That there is one is
 * for the caller to know. Errors: NotAllowed. Source: AUT-3, ACC-2.
 */
export async function handOnRoles(ctx: Context, personId: string, reason: string): Promise<void> {
  await lockPerson(ctx, personId)
  const leading = Object.keys(roles).filter((role) => roles[role as Role].leads)
  const led = await ctx.tx.rows<EndedRole>(sql`
    select a.id, a.role, a.node_id as "nodeId", a.scope_ids as "scopeIds", a.ends_at as "endsAt" from role_assignment a
     where a.person_id = ${personId}::uuid and a.role = any (${leading}::text[]) and (a.ends_at is null or a.ends_at > ${ctx.at})`)
  await endRoles(ctx, personId, led, reason)
}
