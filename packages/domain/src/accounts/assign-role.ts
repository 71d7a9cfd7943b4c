import { active, type NodeKind } from '@ministry/access'
import { allow, find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { notify } from '../notify.ts'
import { mutation } from '../verb.ts'
import { assertAssignable } from './appointments.rules.ts'
import { assigned, assignRoleInput } from './accounts.schema.ts'
import { boardMembersOf, lockBoard } from './board-members.ts'
import { lockPerson } from './lock-person.ts'
import { revokeOutgrown } from './revoke-outgrown.ts'

interface Place {
  id: string
  kind: NodeKind
  state: string
  scopeIds: string[]
}

/**
 * Gives a person a role at a node, from now or a later moment, with or without an end. Who may give which role is the
 * table of appointments; approvals will stand before it. Open invitations that the person outgrows by it are taken back. Errors: NotFound node or person; NotAllowed; RuleBroken
 * `accounts.assign-role.*` (see `assertAssignable`) and `already-held`. Source: ACC-1, ACC-2, ACC-3, APR-3.
 */
export const assignRole = mutation({
  name: 'accounts.assign-role',
  permission: { action: 'assign', noun: 'RoleAssignment' },
  input: assignRoleInput,
  output: assigned,
  async run(ctx, { personId, role, nodeId, startsAt = ctx.at, endsAt = null, reason }) {
    const place = await find<Place>(ctx, 'read', 'OrgNode', nodeId)
    await find(ctx, 'read', 'Person', personId, { id: true })
    allow(ctx, 'assign', 'RoleAssignment', { scopeIds: place.scopeIds })
    const by = { personId: ctx.principal.personId, held: ctx.principal.roles.filter(active(ctx.at)) }
    // Two who give roles at the same instant: the second waits here and sees what the first has given.
    await lockPerson(ctx, personId)
    if (role === 'board-member') await lockBoard(ctx, place)
    const boardMembers = role === 'board-member' ? await boardMembersOf(ctx, place) : 0
    assertAssignable({ role, place, personId, startsAt, endsAt, at: ctx.at, by, boardMembers })

    const held = await ctx.tx.prisma.roleAssignment.findMany({
      where: { personId, role, nodeId },
      select: { startsAt: true, endsAt: true },
    })
    const overlaps = held.some(
      (other) => (!other.endsAt || other.endsAt > startsAt) && (!endsAt || other.startsAt < endsAt),
    )
    if (overlaps) throw ruleBroken('accounts.assign-role.already-held')
    const id = newId(ctx.at)
    await ctx.tx.prisma.roleAssignment.create({
      data: { id, personId, role, nodeId, startsAt, endsAt, reason: reason ?? null, grantedBy: by.personId },
    })
    // The new row holds the node: whoever closed it while this waited has done so by now, and nobody can any more.
    const { state } = await find<Place>(ctx, 'read', 'OrgNode', nodeId)
    assertAssignable({ role, place: { ...place, state }, personId, startsAt, endsAt, at: ctx.at, by, boardMembers })
    ctx.audit({
      noun: 'RoleAssignment',
      subjectId: id,
      node: place,
      after: { personId, role, nodeId, startsAt, endsAt },
      reason,
    })
    await revokeOutgrown(ctx, personId)
    await notify(ctx, {
      personId,
      kind: 'role-given',
      nodeId,
      aboutId: id,
      facts: { role },
      dedupeKey: `role-given:${id}`,
    })
    return { id }
  },
})
