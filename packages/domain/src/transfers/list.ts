import { scope } from '@ministry/access/scope'
import { behind, pageOfRows } from '../keyset.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { viewsOf } from './transfer-row.ts'
import { transfersInput, transfersOutput } from './transfers.schema.ts'

/** Offers to (`in`) or from (`out`) a node and below, the latest first. Errors: NotFound node; InvalidInput (a forged cursor). Source: PPL-4. */
export const list = query({
  name: 'transfers.list',
  permission: { action: 'read', noun: 'Transfer' },
  input: transfersInput,
  output: transfersOutput,
  async run(ctx, { nodeId, side, state, take, after }) {
    await findNode(ctx, 'read', nodeId)
    const where = {
      AND: [
        scope(ctx, 'read', 'Transfer'),
        side === 'in' ? { toIds: { has: nodeId } } : { fromIds: { has: nodeId } },
        state === 'open' ? { state: 'open' } : { state: { not: 'open' } },
      ],
    }
    const found = await ctx.tx.prisma.transfer.findMany({
      where: { AND: [where, behind(after, 'offeredAt', 'desc')] },
      orderBy: [{ offeredAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const { rows, next } = pageOfRows(found, take, 'offeredAt')
    return {
      rows: await viewsOf(ctx, rows),
      next,
      total: await ctx.tx.prisma.transfer.count({ where }),
    }
  },
})
