import { scope } from '@ministry/access/scope'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { cancel } from './cancel.ts'

/**
 * Stops all imports at a node and below that could still go on. Only the workflow calls it, where the node was closed. Errors:
 * RuleBroken `imports.step.not-now` where one of them ended at this instant; trying again passes it over. Source: ORG-3.
 */
export const cancelAt = mutation({
  // The same act, so the audit has one word for it.
  name: 'imports.cancel',
  permission: { action: 'cancel', noun: 'Import' },
  input: z.object({ nodeId: id() }),
  output: z.object({ cancelled: z.number().int() }),
  async run(ctx, { nodeId }) {
    const open = await ctx.tx.prisma.import.findMany({
      where: {
        AND: [scope(ctx, 'cancel', 'Import'), { scopeIds: { has: nodeId }, state: { notIn: ['done', 'cancelled'] } }],
      },
      select: { id: true },
      orderBy: { id: 'asc' },
    })
    for (const { id } of open) await cancel.within(ctx, { id })
    return { cancelled: open.length }
  },
})
