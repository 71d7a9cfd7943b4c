import { active } from '@ministry/access'
import { allow, find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { assigned, nameBoardMemberInput } from './accounts.schema.ts'
import { namesTheFirstBoard, type RolePlace } from './appointments.rules.ts'
import { boardMembersOf, lockBoard } from './board-members.ts'
import { giveRole } from './give-role.ts'

/**
 * The National Director names the first two members of the Board, which decides by itself from then on: the one seat that is given
 * by hand, written down as bootstrap. Errors: NotFound node or person; NotAllowed (also `accounts.prove.needed`); RuleBroken `accounts.assign-role.`
 * `board-decides`, `to-oneself` and those of `checksOfRole`. Source: ACC-3 (the logged bootstrap).
 */
export const nameBoardMember = mutation({
  name: 'accounts.name-board-member',
  permission: { action: 'assign', noun: 'RoleAssignment' },
  stepUp: true,
  input: nameBoardMemberInput,
  output: assigned,
  async run(ctx, { personId, nodeId }) {
    const place = await find<RolePlace>(ctx, 'read', 'OrgNode', nodeId)
    await find(ctx, 'read', 'Person', personId, { id: true })
    allow(ctx, 'assign', 'RoleAssignment', { scopeIds: place.scopeIds })
    if (personId === ctx.principal.personId) throw ruleBroken('accounts.assign-role.to-oneself')
    await lockBoard(ctx, place)
    const held = ctx.principal.roles.filter(active(ctx.at))
    if (!namesTheFirstBoard(held, place, await boardMembersOf(ctx, place)))
      throw ruleBroken('accounts.assign-role.board-decides')
    const id = await giveRole(ctx, {
      ...{ personId, place, role: 'board-member', startsAt: ctx.at, endsAt: null },
      ...{ reason: 'bootstrap', caseId: null },
    })
    return { id }
  },
})
