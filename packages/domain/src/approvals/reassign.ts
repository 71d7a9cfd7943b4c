import { seatKey } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { caseChanged, reassignInput } from './approvals.schema.ts'
import { assertVersion, findCase, lockCase } from './case-row.ts'
import { assertTaker, takersOf } from './giving.ts'
import type { Because } from './plan.schema.ts'
import { inPower } from './power.ts'
import { close } from './closing.ts'
import { open } from './leaving.ts'
import { standingOf } from './standing.ts'
import { seatsAbove } from './seats-above.ts'
import { stateOf } from './submit.ts'
import { trail } from './trail.ts'

/**
 * Gives an open turn to somebody else, as who sits on the seat right above it: the seat is left and another one opens, with its own
 * time. Errors: NotFound; Conflict `approvals.changed-meanwhile`; RuleBroken `approvals.reassign.not-above`, `approvals.reassign.to`.
 * Source: APR-2.
 */
export const reassign = mutation({
  name: 'approvals.reassign',
  permission: 'signed-in',
  input: reassignInput,
  output: caseChanged,
  async run(ctx, { id, version, seatId, toId, reason }) {
    const movementId = (await findCase(ctx, id)).scopeIds[0]!
    const { personId } = ctx.principal
    return inPower(ctx, movementId, `case:${id}`, async (power) => {
      const locked = await lockCase(power, id)
      assertVersion(locked, version)
      const standing = await standingOf(power, locked)
      const { row, world, seats, barred } = standing
      const seat = seats.find((one) => one.id === seatId)
      if (!seat) throw notFound('ApprovalSeat')
      if (row.state !== 'open' || !seatsAbove(world, seats, barred, personId).includes(seat))
        throw ruleBroken('approvals.reassign.not-above')
      await assertTaker(power, await takersOf(power, standing, seat), toId, 'approvals.reassign.to')
      await close(power, row, seat, 'left')
      const from = { seat: seat.role as never, nodeId: seat.nodeId }
      const because: Because[] = [...(seat.because as Because[]), { code: 'reassigned', from }]
      const next = await power.tx.prisma.approvalSeat.create({
        data: {
          ...{ id: newId(ctx.at), caseId: id, revision: row.revision, position: seat.position, act: seat.act },
          ...{ role: seat.role, nodeId: seat.nodeId, seatKey: seatKey(seat.role, seat.nodeId), quorum: 1 },
          ...{
            state: 'waiting',
            assignedTo: toId,
            assignedBy: personId,
            because: because,
            cameFrom: seat.id,
          },
        },
      })
      await trail(power, row, [{ kind: 'reassigned', personId, seatId: seat.id, reason, values: { for: toId } }])
      await open(power, standing, next, 'request-given')
      await power.tx.prisma.approvalCase.update({ where: { id }, data: { version: { increment: 1 } } })
      const node = { id: row.nodeId, scopeIds: row.scopeIds }
      ctx.audit({ noun: 'ApprovalCase', subjectId: id, node, after: { reassignedTo: toId, seat: seat.role }, reason })
      return stateOf(power, id)
    })
  },
})
