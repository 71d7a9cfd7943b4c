import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { caseChanged, delegateInput } from './approvals.schema.ts'
import { assertVersion, findCase, lockCase, type StoredSeat } from './case-row.ts'
import { assertTaker, takersOf } from './giving.ts'
import { inPower } from './power.ts'
import { standingOf } from './standing.ts'
import { signable } from './sign.rules.ts'
import { stateOf } from './submit.ts'
import { tell } from './tell.ts'
import { trail } from './trail.ts'
import { samePeople } from './world.ts'

/**
 * Gives one's own turn in one case to somebody else near by; it comes back where either of them loses their seat. Whose turn is a
 * deputy's or was given to them can't give it on, and members of the Board answer themselves. Errors: NotFound; Conflict
 * `approvals.changed-meanwhile`; RuleBroken `approvals.delegate.not-your-turn`, `not-for-boards`, `approvals.delegate.to`. Source: APR-2.
 */
export const delegate = mutation({
  name: 'approvals.delegate',
  permission: 'signed-in',
  input: delegateInput,
  output: caseChanged,
  async run(ctx, { id, version, toId, reason }) {
    const movementId = (await findCase(ctx, id)).scopeIds[0]!
    const { personId } = ctx.principal
    return inPower(ctx, movementId, `case:${id}`, async (power) => {
      const locked = await lockCase(power, id)
      assertVersion(locked, version)
      const standing = await standingOf(power, locked)
      const { row, world, seats, votes, barred } = standing
      const turn =
        row.state === 'open' ? signable(world, seats, votes, { excluded: row.excludedIds, barred }, personId) : null
      if (!turn || 'refused' in turn || turn.forId !== null || turn.seat.assignedTo !== null)
        throw ruleBroken('approvals.delegate.not-your-turn')
      if (turn.seat.quorum > 1 || turn.seat.role === 'board-member')
        throw ruleBroken('approvals.delegate.not-for-boards')
      const sought = await takersOf(power, standing, turn.seat as StoredSeat)
      const own = await samePeople(power, [personId])
      const without = [...(sought.without ?? []), ...own]
      await assertTaker(power, { ...sought, without }, toId, 'approvals.delegate.to')
      await power.tx.prisma.approvalSeat.update({
        where: { id: turn.seat.id },
        data: { assignedTo: toId, assignedBy: personId },
      })
      await power.tx.prisma.approvalCase.update({ where: { id }, data: { version: { increment: 1 } } })
      await trail(power, row, [{ kind: 'delegated', personId, seatId: turn.seat.id, reason, values: { for: toId } }])
      const node = { id: row.nodeId, scopeIds: row.scopeIds }
      const given = { delegatedTo: toId, seat: turn.seat.role }
      ctx.audit({ noun: 'ApprovalCase', subjectId: id, node, after: given, reason })
      await tell(power, row, 'request-given', [toId], `${turn.seat.id}:${version}`)
      return stateOf(power, id)
    })
  },
})
