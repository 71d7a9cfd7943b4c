import { reaches } from '@ministry/access/scope'
import type { Transfer } from '@ministry/db'
import { notAllowed, notFound, ruleBroken } from '@ministry/kernel/errors'
import { endRolesBelow } from '../accounts/index.ts'
import { inMovement } from '../acting.ts'
import { keepNotes } from '../care/index.ts'
import type { Context } from '../context.ts'
import { dropFollowUps } from '../follow-ups/index.ts'
import { notify } from '../notify.ts'
import { findNode } from '../org/index.ts'
import { changeHome, leaveNode, lockPeople, openMemberships } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { endOffer, findOpen } from './transfer-row.ts'
import { acceptInput, acceptOutput } from './transfers.schema.ts'

/**
 * Takes the person: home at the place that was asked or one below it; at the sending region memberships and roles end today, and it keeps
 * what was. Once: of two who accept, the second is told. An offer whose person was archived or rehomed meanwhile ends as `void`, and says
 * so. Errors: NotFound; NotAllowed; Conflict `transfers.answer.ended`; RuleBroken `transfers.answer.` `expired`, `elsewhere`. Source: PPL-4.
 */
export const accept = mutation({
  name: 'transfers.accept',
  permission: { action: 'update', noun: 'Transfer' },
  input: acceptInput,
  output: acceptOutput,
  async run(ctx, { id, nodeId }) {
    const row = await findOpen(ctx, id, 'to')
    const place = await findNode(ctx, 'read', nodeId)
    if (!place.scopeIds.includes(row.toNodeId)) throw ruleBroken('transfers.answer.elsewhere')
    if (!reaches(ctx, 'create', 'Membership', place)) throw notAllowed('create', 'Membership')
    if (row.expiresAt <= ctx.at) throw ruleBroken('transfers.answer.expired')
    const moved = await move(ctx, row, nodeId)
    await endOffer(ctx, row, moved ? 'accepted' : 'void', moved ? { placedNodeId: nodeId } : {})
    if (moved)
      await notify(ctx, {
        ...{ personId: row.offeredBy, kind: 'transfer-accepted', nodeId: row.fromNodeId, aboutId: id },
        dedupeKey: `transfer-accepted:${id}`,
      })
    return { id, state: moved ? ('accepted' as const) : ('void' as const), personId: moved ? row.personId : null }
  },
})

/** Moves the person as the movement, whose two regions have agreed. False where it can't be any more. */
function move(ctx: Context, row: Transfer, nodeId: string): Promise<boolean> {
  const [movementId, regionId] = row.fromIds
  const reason = `transfer:${row.id}`
  return inMovement(ctx, movementId!, reason, async (power) => {
    await lockPeople(power, [row.personId])
    const open = (await openMemberships(power, [row.personId])).get(row.personId) ?? []
    const home = open.find(({ isHome }) => isHome)
    if (home?.nodeId !== row.fromNodeId || home.state === 'archived') return false
    if (regionId === undefined) throw notFound('OrgNode')
    if (!row.withNotes) await keepNotes(power, row.personId, { id: home.nodeId, scopeIds: home.scopeIds })
    await dropFollowUps(power, { personId: row.personId })
    for (const further of open.filter(({ isHome, scopeIds }) => !isHome && scopeIds.includes(regionId)))
      await leaveNode.within(power, { id: row.personId, nodeId: further.nodeId, reason })
    await endRolesBelow(power, row.personId, regionId, reason)
    await changeHome.within(power, { id: row.personId, nodeId, keepOld: false, reason })
    return true
  })
}
