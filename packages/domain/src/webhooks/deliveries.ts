import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { query } from '../verb.ts'
import { findEndpoint } from './endpoint-row.ts'
import { deliveriesInput, deliveriesOutput } from './webhooks.schema.ts'

/** What an address was told and what became of it, the newest first; kept for thirty days. Errors: NotFound. Source: API-1. */
export const deliveries = query({
  name: 'webhooks.deliveries',
  permission: { action: 'read', noun: 'Integration' },
  input: deliveriesInput,
  output: deliveriesOutput,
  async run(ctx, { id: endpointId, take, after }) {
    await findEndpoint(ctx, 'read', endpointId)
    const [at, id] = (after && decodeCursor(after, 2)) || []
    const instant = new Date(String(at))
    const behind =
      typeof id === 'string' && !Number.isNaN(instant.getTime())
        ? { OR: [{ at: { lt: instant } }, { at: instant, id: { lt: id } }] }
        : {}
    const found = await ctx.tx.prisma.webhookDelivery.findMany({
      where: { AND: [{ endpointId }, behind] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const last = found.length > take ? rows.at(-1) : undefined
    return {
      rows: rows.map((row) => ({ ...row, state: row.state as 'queued' })),
      next: last ? encodeCursor([last.at.toISOString(), last.id]) : null,
      total: await ctx.tx.prisma.webhookDelivery.count({ where: { endpointId } }),
    }
  },
})
