import { scope } from '@ministry/access/scope'
import { behind, pageOfRows } from '../keyset.ts'
import { placesOf } from '../people/index.ts'
import { query } from '../verb.ts'
import { listInput, listOutput } from './bulk.schema.ts'
import { linesOf } from './lines.ts'
import type { StoredAct } from './stored.ts'

/** Acts on many at a node and below, or the caller's own of these, the newest first. Errors: NotFound node. Source: PPL-3. */
export const list = query({
  name: 'bulk.list',
  permission: { action: 'read', noun: 'BulkAct' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId, mine, take, after }) {
    await placesOf(ctx, [nodeId])
    const own = mine ? { accountId: ctx.principal.accountId } : {}
    const where = { AND: [scope(ctx, 'read', 'BulkAct'), { scopeIds: { has: nodeId } }, own] }
    const found = (await ctx.tx.prisma.bulkAct.findMany({
      where: { AND: [where, behind(after, 'createdAt', 'desc')] },
      // The identifier is the caller's, and says nothing of the time.
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })) as unknown as StoredAct[]
    const { rows, next } = pageOfRows(found, take, 'createdAt')
    return { rows: await linesOf(ctx, rows), next, total: await ctx.tx.prisma.bulkAct.count({ where }) }
  },
})
