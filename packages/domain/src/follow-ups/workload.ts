import { scope } from '@ministry/access/scope'
import { colleagueNames } from '../colleagues.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { leftAlone, readable, todayOf } from './follow-up-row.ts'
import { workloadInput, workloadOutput } from './follow-ups.schema.ts'
import { loadsOf } from './workload.rules.ts'

/** Open follow-ups that one look counts; beyond that the place is too large for names. */
const MOST = 20_000

/**
 * Who has how much to do at a node and below: open, overdue, due this week, put off, and what they can see to no more. Errors: NotFound
 * node. Source: PPL-6 (workload view).
 */
export const workload = query({
  name: 'follow-ups.workload',
  permission: { action: 'read', noun: 'FollowUp' },
  input: workloadInput,
  output: workloadOutput,
  async run(ctx, { nodeId }) {
    await findNode(ctx, 'read', nodeId)
    ctx.asked('read', 'FollowUp')
    const rows = await ctx.tx.prisma.followUp.findMany({
      where: { AND: [readable(ctx), scope(ctx, 'read', 'FollowUp'), { state: 'open', scopeIds: { has: nodeId } }] },
      select: { id: true, assigneeId: true, wantedOn: true, snoozedUntil: true },
      take: MOST,
    })
    const today = await todayOf(ctx)
    const loads = loadsOf(rows, today, await leftAlone(ctx, { nodeId }))
    const names = await colleagueNames(
      ctx,
      loads.map(({ assigneeId }) => assigneeId),
    )
    return {
      today,
      rows: loads.map(({ assigneeId, ...load }) => ({
        ...load,
        assignee: assigneeId === null ? null : { id: assigneeId, name: names.get(assigneeId) ?? null },
      })),
    }
  },
})
