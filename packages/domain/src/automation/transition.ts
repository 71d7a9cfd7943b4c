import { handOnRoles } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { changeHome, changeStates, leaveNode, openMemberships } from '../people/index.ts'
import { networkOf } from './automation.rules.ts'
import type { Step } from './written-acts.ts'

const REASON = 'Graduated'

/**
 * Brings a graduate home into the graduate network of the region; what was joined at the campus ends today and stays on record.
 * Errors: those of people.change-home. Source: AUT-3, PPL-2.
 */
export async function makeTransition(ctx: Context, { life: { person, facts } }: Step): Promise<void> {
  const { id, homeIds } = person
  const network = networkOf(facts)!
  // Each of them has a successor by now.
  await handOnRoles(ctx, id, REASON)
  await changeHome.within(ctx, { id, nodeId: network.id, reason: REASON })
  // Who belonged to the network already kept another state there.
  await changeStates(ctx, [{ personId: id, to: 'alumni', reason: REASON }])
  const campus = homeIds[2]
  const open = (await openMemberships(ctx, [id])).get(id) ?? []
  for (const { nodeId, isHome, scopeIds } of open)
    if (!isHome && campus !== undefined && scopeIds.includes(campus))
      await leaveNode.within(ctx, { id, nodeId, reason: REASON })
}
