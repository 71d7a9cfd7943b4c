import { active, isNational } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { assertProven } from '../proof.ts'
import { mutation } from '../verb.ts'
import { assertEndable } from './appointments.rules.ts'
import { done, endRoleInput } from './accounts.schema.ts'
import { endAssignment, type Assignment } from './end-assignment.ts'
import { lockPerson } from './lock-person.ts'

/**
 * Ends a role now or at a later moment; one that hasn't begun never begins. Errors: NotFound; NotAllowed; RuleBroken
 * `accounts.end-role.*` (see `assertEndable`). A national role asks for a fresh proof: `accounts.prove.needed`. Source: ACC-2, APR-3.
 */
export const endRole = mutation({
  name: 'accounts.end-role',
  permission: { action: 'end', noun: 'RoleAssignment' },
  input: endRoleInput,
  output: done,
  async run(ctx, { id, endsAt = ctx.at, reason }) {
    const { role, personId } = await find<Assignment>(ctx, 'end', 'RoleAssignment', id)
    if (isNational(role)) assertProven(ctx)
    await lockPerson(ctx, personId)
    const found = await find<Assignment>(ctx, 'end', 'RoleAssignment', id)
    const by = { personId: ctx.principal.personId, held: ctx.principal.roles.filter(active(ctx.at)) }
    assertEndable({ role, place: found, personId, present: found, endsAt, at: ctx.at, by })
    await endAssignment(ctx, found, { endsAt, reason })
    return {}
  },
})
