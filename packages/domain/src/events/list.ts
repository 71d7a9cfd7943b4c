import { sql } from '@ministry/db'
import { behind, pageOfRows } from '../keyset.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { casesOf, readable, viewOf } from './event-row.ts'
import { eventsInput, eventsOutput } from './events.schema.ts'

/**
 * Events at a node and below, the latest first; drafts only for those who work on events, and one's own. Errors: NotFound node.
 * Source: EVT-1, ACS-1.
 */
export const list = query({
  name: 'events.list',
  permission: { action: 'read', noun: 'Event' },
  input: eventsInput,
  output: eventsOutput,
  async run(ctx, { nodeId, state, take, after }) {
    await findNode(ctx, 'read', nodeId)
    const open = state === undefined ? [] : await openCases(ctx, nodeId)
    const where = {
      AND: [
        readable(ctx),
        { scopeIds: { has: nodeId } },
        state === 'approved' ? { approvedAt: { not: null } } : {},
        state === 'awaiting' ? { approvedAt: null, caseId: { in: open } } : {},
        state === 'draft' ? { approvedAt: null, OR: [{ caseId: null }, { caseId: { notIn: open } }] } : {},
      ],
    }
    const found = await ctx.tx.prisma.event.findMany({
      where: { AND: [where, behind(after, 'startsAt', 'desc')] },
      orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
      include: { node: { select: { id: true, name: true, kind: true } } },
    })
    const { rows, next } = pageOfRows(found, take, 'startsAt')
    const cases = await casesOf(ctx, rows)
    return {
      rows: rows.map(({ node, ...row }) => viewOf(row, node, cases.get(row.caseId ?? '') ?? null)),
      next,
      total: await ctx.tx.prisma.event.count({ where }),
    }
  },
})

/** Open cases of events at the node and below that the reader may read. */
const openCases = async ({ tx }: Parameters<typeof casesOf>[0], nodeId: string): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(sql`
      select id from approval_case where kind = 'event' and state = 'open' and scope_ids @> array[${nodeId}::uuid]`)
  ).map(({ id }) => id)
