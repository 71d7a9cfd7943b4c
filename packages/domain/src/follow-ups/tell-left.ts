import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { assertSystem } from '../acting.ts'
import { leadersNear } from '../colleagues.ts'
import { notifyAll } from '../notify.ts'
import { mutation } from '../verb.ts'
import { leftAlone } from './follow-up-row.ts'

/**
 * Tells the nearest leader of what somebody whose role has ended can see to no more: it stays open and theirs, and waits visibly in
 * the workload until it is given on. Only the workflow calls it. Errors: NotAllowed. Source: PPL-6, MSG-3.
 */
export const tellLeft = mutation({
  name: 'follow-ups.tell-left',
  permission: { action: 'update', noun: 'FollowUp' },
  input: z.object({ movementId: id(), assigneeId: id(), eventId: z.string() }),
  output: z.object({ told: z.number().int() }),
  async run(ctx, { movementId, assigneeId, eventId }) {
    assertSystem(ctx)
    ctx.asked('update', 'FollowUp')
    const left = await leftAlone(ctx, { nodeId: movementId, assigneeId })
    if (left.size === 0) return { told: 0 }
    const rows = await ctx.tx.prisma.followUp.findMany({
      where: { id: { in: [...left] } },
      select: { person: { select: { id: true, homeIds: true } } },
    })
    const people = rows.map(({ person }) => person)
    const leading = await leadersNear(ctx, people, 'update', 'FollowUp', assigneeId)
    const leaders = people.flatMap(({ id }) => leading.get(id) ?? [])
    const byLeader = [...Map.groupBy(leaders, ({ personId, nodeId }) => `${personId} ${nodeId}`).values()]
    await notifyAll(
      ctx,
      byLeader.map((own) => ({
        ...{
          personId: own[0]!.personId,
          kind: 'follow-ups-left' as const,
          nodeId: own[0]!.nodeId,
          facts: { count: own.length },
        },
        dedupeKey: `follow-ups-left:${assigneeId}:${eventId}:${own[0]!.personId}`,
      })),
    )
    ctx.audit({
      noun: 'FollowUp',
      node: { id: movementId, scopeIds: [movementId] },
      after: { left: left.size, assigneeId },
    })
    return { told: byLeader.length }
  },
})
