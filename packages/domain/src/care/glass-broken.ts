import { scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { colleagueNames } from '../colleagues.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { glassInput, glassOutput } from './care.schema.ts'

/** Who opened care notes at a node and below without being their reader, and why: for whoever reads the audit. Errors: NotFound node. Source: ACS-6, AUD-1. */
export const glassBroken = query({
  name: 'care.glass-broken',
  permission: { action: 'read', noun: 'AuditEntry' },
  input: glassInput,
  output: glassOutput,
  async run(ctx, { nodeId, take, after }) {
    await findNode(ctx, 'read', nodeId)
    const where = { AND: [scope(ctx, 'read', 'AuditEntry'), { scopeIds: { has: nodeId } }] }
    const [at, id] = (after && decodeCursor(after, 2)) || []
    const earlier =
      typeof at === 'string' && typeof id === 'string'
        ? { OR: [{ at: { lt: new Date(at) } }, { at: new Date(at), id: { lt: id } }] }
        : {}
    const found = await ctx.tx.prisma.breakGlass.findMany({
      where: { AND: [where, earlier] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const last = rows.at(-1)
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
      next: found.length > take && last ? encodeCursor([last.at.toISOString(), last.id]) : null,
      total: await ctx.tx.prisma.breakGlass.count({ where }),
    }
  },
})
