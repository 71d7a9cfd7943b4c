import { roles } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { endRoles, type EndedRole } from './end-roles.ts'
import { lockPerson } from './lock-person.ts'

/** The roles that a person holds at a node or below, now or later. Source: PPL-4 (roles that end are told beforehand). */
export const rolesBelow = (
  { tx, at }: Context,
  personId: string,
  nodeId: string,
): Promise<(EndedRole & { place: string })[]> =>
  tx.rows(sql`
    select a.id, a.role, a.node_id as "nodeId", a.scope_ids as "scopeIds", a.ends_at as "endsAt", n.name as place
      from role_assignment a join org_node n on n.id = a.node_id
     where a.person_id = ${personId}::uuid and a.scope_ids @> array[${nodeId}::uuid] and a.role = any (${Object.keys(roles)}::text[])
       and (a.ends_at is null or a.ends_at > ${at})
     order by n.depth, a.id`)

/** Ends what a person holds at a node and below, because they belong elsewhere from now on; each with an audit entry. Errors: NotAllowed. Source: PPL-4, ACC-2. */
export async function endRolesBelow(ctx: Context, personId: string, nodeId: string, reason: string): Promise<void> {
  await lockPerson(ctx, personId)
  await endRoles(ctx, personId, await rolesBelow(ctx, personId, nodeId), reason)
}
