import { allow, find } from '@ministry/access/scope'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { endMembership } from './end-membership.ts'
import { lockPeople } from './lock-people.ts'
import { openMemberships } from './open-memberships.ts'
import { done, leaveNodeInput } from './people.schema.ts'
import { placesOf } from './places.ts'

/**
 * Ends a further membership. Errors: NotFound, NotAllowed, RuleBroken people.leave-node.{home, in-future, before-joined}: a home
 * is changed or archived, not left. Source: PPL-2.
 */
export const leaveNode = mutation({
  name: 'people.leave-node',
  permission: { action: 'end', noun: 'Membership' },
  input: leaveNodeInput,
  output: done,
  async run(ctx, { id, nodeId, leftOn, reason }) {
    await lockPeople(ctx, [id])
    await find(ctx, 'read', 'Person', id)
    const membership = (await openMemberships(ctx, [id])).get(id)?.find((row) => row.nodeId === nodeId)
    if (!membership) throw notFound('Membership')
    allow(ctx, 'end', 'Membership', membership)
    const { today } = (await placesOf(ctx, [nodeId])).get(nodeId)!
    if (membership.isHome) throw ruleBroken('people.leave-node.home')
    if (leftOn && leftOn > today) throw ruleBroken('people.leave-node.in-future')
    if (leftOn && leftOn < membership.joinedOn)
      throw ruleBroken('people.leave-node.before-joined', { joinedOn: membership.joinedOn })
    await endMembership(ctx, membership, leftOn ?? today, reason)
    return { id }
  },
})
