import { scope } from '@ministry/access/scope'
import { colleagueNames } from '../colleagues.ts'
import { behind, pageOfRows } from '../keyset.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { glassInput, glassOutput } from './care.schema.ts'

/** Who opened care notes at a node and below without being their reader, and why: for whoever reads the audit. Errors: NotFound node; InvalidInput (a forged cursor). Source: ACS-6, AUD-1. */
export const glassBroken = query({
  name: 'care.glass-broken',
  permission: { action: 'read', noun: 'AuditEntry' },
  input: glassInput,
  output: glassOutput,
  async run(ctx, { nodeId, take, after }) {
    await findNode(ctx, 'read', nodeId)
    const where = { AND: [scope(ctx, 'read', 'AuditEntry'), { scopeIds: { has: nodeId } }] }
    const found = await ctx.tx.prisma.breakGlass.findMany({
      where: { AND: [where, behind(after, 'at', 'desc')] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const { rows, next } = pageOfRows(found, take, 'at')
    const by = await colleagueNames(
      ctx,
      rows.map(({ byPersonId }) => byPersonId),
    )
    const [people, places] = [
      await ctx.tx.prisma.person.findMany({
        where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: rows.map(({ personId }) => personId) } }] },
        select: { id: true, name: true },
      }),
      await ctx.tx.prisma.orgNode.findMany({
        where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: rows.map(({ nodeId }) => nodeId) } }] },
        select: { id: true, name: true },
      }),
    ]
    const nameIn = (list: { id: string; name: string }[], wanted: string) =>
      list.find((one) => one.id === wanted)?.name ?? null
    return {
      rows: rows.map((row) => ({
        ...row,
        by: { id: row.byPersonId, name: by.get(row.byPersonId) ?? null },
        person: { id: row.personId, name: nameIn(people, row.personId) },
        place: nameIn(places, row.nodeId),
      })),
      next,
      total: await ctx.tx.prisma.breakGlass.count({ where }),
    }
  },
})
