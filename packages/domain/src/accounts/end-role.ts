import { active } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { notify } from '../notify.ts'
import { mutation } from '../verb.ts'
import { seatsGivenUp } from '../approvals/index.ts'
import { assertEndable } from './appointments.rules.ts'
import { done, endRoleInput } from './accounts.schema.ts'
import { lockPerson } from './lock-person.ts'

interface Assignment {
  id: string
  personId: string
  role: string
  nodeId: string | null
  startsAt: Date
  endsAt: Date | null
  scopeIds: string[]
}

/**
 * Ends a role now or at a later moment; one that hasn't begun never begins. Errors: NotFound; NotAllowed; RuleBroken
 * `accounts.end-role.*` (see `assertEndable`). Source: ACC-2, APR-3.
 */
export const endRole = mutation({
  name: 'accounts.end-role',
  permission: { action: 'end', noun: 'RoleAssignment' },
  input: endRoleInput,
  output: done,
  async run(ctx, { id, endsAt = ctx.at, reason }) {
    const { role, personId, nodeId, startsAt, scopeIds } = await find<Assignment>(ctx, 'end', 'RoleAssignment', id)
    await lockPerson(ctx, personId)
    const found = await find<Assignment>(ctx, 'end', 'RoleAssignment', id)
    const by = { personId: ctx.principal.personId, held: ctx.principal.roles.filter(active(ctx.at)) }
    assertEndable({ role, place: found, personId, present: found, endsAt, at: ctx.at, by })
    const end = endsAt < startsAt ? startsAt : endsAt
    await ctx.tx.prisma.roleAssignment.update({
      where: { id },
      data: { endsAt: end, endedBy: by.personId, endReason: reason },
    })
    const node = nodeId === null ? undefined : { id: nodeId, scopeIds }
    ctx.audit({
      noun: 'RoleAssignment',
      subjectId: id,
      node,
      before: { endsAt: found.endsAt },
      after: { personId, role, endsAt: end },
      reason,
    })
    const [movementId] = scopeIds
    if (movementId) {
      const told = { personId, movementId, endsAt: end.toISOString() }
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
    return {}
  },
})
