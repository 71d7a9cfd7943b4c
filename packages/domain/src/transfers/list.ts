import { scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { viewsOf } from './transfer-row.ts'
import { transfersInput, transfersOutput } from './transfers.schema.ts'

/** Offers to (`in`) or from (`out`) a node and below, the latest first. Errors: NotFound node. Source: PPL-4. */
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
    const [at, id] = (after && decodeCursor(after, 2)) || []
    const earlier =
      typeof at === 'string' && typeof id === 'string'
        ? { OR: [{ offeredAt: { lt: new Date(at) } }, { offeredAt: new Date(at), id: { lt: id } }] }
        : {}
    const found = await ctx.tx.prisma.transfer.findMany({
      where: { AND: [where, earlier] },
      orderBy: [{ offeredAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const last = rows.at(-1)
    return {
      rows: await viewsOf(ctx, rows),
      next: found.length > take && last ? encodeCursor([last.offeredAt.toISOString(), last.id]) : null,
      total: await ctx.tx.prisma.transfer.count({ where }),
    }
  },
})
