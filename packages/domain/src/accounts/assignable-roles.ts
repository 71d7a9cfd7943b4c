import { active, may, type NodeKind } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { query } from '../verb.ts'
import { assignableAt } from './appointments.rules.ts'
import { assignable, assignableInput } from './accounts.schema.ts'
import { boardMembersOf } from './board-members.ts'

/** The roles that the caller may give at a node: what the form offers. Errors: NotFound node. Source: ACC-1, APR-3. */
export const assignableRoles = query({
  name: 'accounts.assignable-roles',
  permission: { action: 'assign', noun: 'RoleAssignment' },
  input: assignableInput,
  output: assignable,
  async run(ctx, { nodeId }) {
    type Place = { id: string; kind: NodeKind; state: string; scopeIds: string[] }
    const place = await find<Place>(ctx, 'read', 'OrgNode', nodeId)
    if (!may(ctx.ability, 'assign', 'RoleAssignment', { scopeIds: place.scopeIds })) return []
    const boardMembers = place.kind === 'Board' ? await boardMembersOf(ctx, place) : 0
    return assignableAt(ctx.principal.roles.filter(active(ctx.at)), place, boardMembers)
  },
})
