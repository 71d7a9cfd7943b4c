import { scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type * as z from 'zod'
import { query } from '../verb.ts'
import { searchInput, searchOutput } from './audit.schema.ts'
import { entryRow, namesIn } from './entry-row.ts'

/** Beyond, nobody reads on and counting costs more than it tells. */
const COUNTED = 1000

/** Who did what, newest first, by actor, act, subject, place and period; only entries of the reader's own places. Source: AUD-1. */
export const search = query({
  name: 'audit.search',
  permission: { action: 'read', noun: 'AuditEntry' },
  input: searchInput,
  output: searchOutput,
  async run(ctx, input) {
    const where = { AND: [scope(ctx, 'read', 'AuditEntry'), filter(input)] }
    const orderBy = [{ at: 'desc' as const }, { id: 'desc' as const }]
    const found = await ctx.tx.prisma.auditEntry.findMany({
      where: { AND: [where, behind(input.after)] },
      orderBy,
      take: input.take + 1,
    })
    const rows = found.slice(0, input.take)
    const last = found.length > input.take ? rows.at(-1) : undefined
    const names = await namesIn(ctx, rows)
    // In the order of the list, so that counting ends where it has seen enough.
    const total = await ctx.tx.prisma.auditEntry.count({ where, orderBy, take: COUNTED + 1 })
    return {
      rows: rows.map((entry) => entryRow(entry, names)),
      next: last ? encodeCursor([last.at.toISOString(), last.id]) : null,
      total: Math.min(total, COUNTED),
      totalIsMore: total > COUNTED,
    }
  },
})

function filter({ nodeId, personId, action, noun, subjectId, from, until }: z.output<typeof searchInput>) {
  return {
    ...(nodeId && { scopeIds: { has: nodeId } }),
    ...(personId && { actorPersonId: personId }),
    ...(action && { action }),
    ...(noun && { noun }),
    ...(subjectId && { subjectId }),
    ...((from || until) && { at: { ...(from && { gte: from }), ...(until && { lt: until }) } }),
  }
}

/** What comes after the page before; a cursor that was tampered with starts again. */
function behind(cursor: string | undefined) {
  const [at, id] = (cursor && decodeCursor(cursor, 2)) || []
  const instant = new Date(String(at))
  if (typeof id !== 'string' || Number.isNaN(instant.getTime())) return {}
  return { OR: [{ at: { lt: instant } }, { at: instant, id: { lt: id } }] }
}
