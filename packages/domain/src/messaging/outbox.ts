import { find, scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { query } from '../verb.ts'
import { mailState, outboxInput, outboxOutput } from './messaging.schema.ts'

/** Mails of a node and below, newest first, without their bodies. Errors: NotFound node. Source: MSG-2. */
export const outbox = query({
  name: 'messaging.outbox',
  permission: { action: 'read', noun: 'OutgoingMail' },
  input: outboxInput,
  output: outboxOutput,
  async run(ctx, { nodeId, state, take, after }) {
    await find(ctx, 'read', 'OrgNode', nodeId, { id: true })
    const asked = state ? [{ state }] : []
    const where = { AND: [scope(ctx, 'read', 'OutgoingMail'), { scopeIds: { has: nodeId } }, ...asked] }
    // Identifiers are made in the order of time, so they alone are the key of the page.
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const found = await ctx.tx.prisma.outgoingMail.findMany({
      where: { AND: [where, typeof last === 'string' ? { id: { lt: last } } : {}] },
      omit: { html: true, text: true },
      orderBy: { id: 'desc' },
      take: take + 1,
    })
    const rows = found.slice(0, take)
    return {
      rows: rows.map((row) => ({ ...row, state: mailState.parse(row.state) })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: await ctx.tx.prisma.outgoingMail.count({ where }),
    }
  },
})
