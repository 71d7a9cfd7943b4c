import { reaches } from '@ministry/access/scope'
import { notFound } from '@ministry/kernel/errors'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { listInput, listOutput } from './webhooks.schema.ts'

/** The addresses of a place and below that are told what happens there. Errors: NotFound. Source: API-1. */
export const list = query({
  name: 'webhooks.list',
  permission: { action: 'read', noun: 'Integration' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId }) {
    const place = await findNode(ctx, 'read', nodeId)
    if (!reaches(ctx, 'read', 'Integration', place)) throw notFound('WebhookEndpoint')
    const rows = await ctx.tx.prisma.webhookEndpoint.findMany({
      where: { scopeIds: { has: nodeId }, state: { not: 'removed' } },
      omit: { secret: true, previousSecret: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: 200,
    })
    return {
      rows: rows.map((row) => ({ ...row, state: row.state as 'active' })),
      mayChange: reaches(ctx, 'create', 'Integration', place),
    }
  },
})
