import { active, may } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { query } from '../verb.ts'
import { namesTheFirstBoard, seatsToFill, type RolePlace } from './appointments.rules.ts'
import { proposable, proposableInput } from './accounts.schema.ts'
import { boardMembersOf } from './board-members.ts'

/**
 * The roles that the caller may propose somebody for at a node, and whether they may name a member of the first Board without
 * asking: what the form offers. Errors: NotFound node. Source: ACC-1, ACC-3, APR-3.
 */
export const proposableRoles = query({
  name: 'accounts.proposable-roles',
  permission: { action: 'propose', noun: 'RoleAssignment' },
  input: proposableInput,
  output: proposable,
  async run(ctx, { nodeId }) {
    const place = await find<RolePlace>(ctx, 'read', 'OrgNode', nodeId)
    if (!may(ctx.ability, 'propose', 'RoleAssignment', { scopeIds: place.scopeIds }))
      return { roles: [], firstBoard: false }
    const held = ctx.principal.roles.filter(active(ctx.at))
    const members = place.kind === 'Board' ? await boardMembersOf(ctx, place) : 0
    return { roles: seatsToFill(place), firstBoard: namesTheFirstBoard(held, place, members) }
  },
})
