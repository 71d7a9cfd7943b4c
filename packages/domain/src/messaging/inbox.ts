import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { query } from '../verb.ts'
import { inboxInput, inboxOutput, unreadInput, unreadOutput } from './messaging.schema.ts'
import { wordsOf } from './news-words.ts'

/** One's own news, newest first. Source: MSG-3. */
export const inbox = query({
  name: 'messaging.inbox',
  permission: 'signed-in',
  input: inboxInput,
  output: inboxOutput,
  async run(ctx, { unread, take, after }) {
    const where = { personId: ctx.principal.personId, ...(unread && { readAt: null }) }
    // Identifiers are made in the order of time, so they alone are the key of the page.
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const found = await ctx.tx.prisma.notification.findMany({
      where: { AND: [where, typeof last === 'string' ? { id: { lt: last } } : {}] },
      orderBy: { id: 'desc' },
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const words = await wordsOf(ctx, rows)
    return {
      rows: rows.map(({ id, kind, createdAt, readAt }, i) => ({ id, kind, createdAt, readAt, ...words[i]! })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: await ctx.tx.prisma.notification.count({ where }),
    }
  },
})

/** How many of one's own news are unread: the number on the bell. One statement. Source: MSG-3. */
export const unread = query({
  name: 'messaging.unread',
  permission: 'signed-in',
  input: unreadInput,
  output: unreadOutput,
  async run(ctx) {
    const { personId } = ctx.principal
    return { count: await ctx.tx.prisma.notification.count({ where: { personId, readAt: null } }) }
  },
})
