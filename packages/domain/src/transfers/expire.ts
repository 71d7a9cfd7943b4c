import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { assertSystem } from '../acting.ts'
import { notifyAll } from '../notify.ts'
import { mutation } from '../verb.ts'
import { endOffer } from './transfer-row.ts'

/** In one transaction; the rest with the next hour. */
const MOST = 500

/** Ends the offers of a movement that nobody answered in time, and tells who offered. Only the workflow calls it. Errors: NotAllowed. Source: PPL-4. */
export const expire = mutation({
  name: 'transfers.expire',
  permission: { action: 'update', noun: 'Transfer' },
  input: z.object({ movementId: id() }),
  output: z.object({ expired: z.number().int() }),
  async run(ctx, { movementId }) {
    assertSystem(ctx)
    ctx.asked('update', 'Transfer')
    const rows = await ctx.tx.prisma.transfer.findMany({
      where: { state: 'open', expiresAt: { lte: ctx.at }, fromIds: { has: movementId } },
      orderBy: { id: 'asc' },
      take: MOST,
    })
    for (const row of rows) await endOffer(ctx, row, 'expired')
    await notifyAll(
      ctx,
      rows.map(({ id: aboutId, offeredBy, fromNodeId }) => ({
        ...{ personId: offeredBy, kind: 'transfer-expired' as const, nodeId: fromNodeId, aboutId },
        dedupeKey: `transfer-expired:${aboutId}`,
      })),
    )
    return { expired: rows.length }
  },
})
