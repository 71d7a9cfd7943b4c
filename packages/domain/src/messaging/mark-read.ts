import { mutation } from '../verb.ts'
import { markReadInput, markReadOutput } from './messaging.schema.ts'

/** Marks some of one's own news as read (or as unread again), or all; those of others are left as if they weren't there. Source: MSG-3. */
export const markRead = mutation({
  name: 'messaging.mark-read',
  permission: 'signed-in',
  input: markReadInput,
  output: markReadOutput,
  async run(ctx, { ids, read }) {
    const { personId } = ctx.principal
    const which = { personId, readAt: read ? null : { not: null }, ...(ids && { id: { in: ids } }) }
    const waiting = await ctx.tx.prisma.notification.findMany({ where: which, select: { id: true } })
    if (waiting.length === 0) return { changed: 0 }
    const { count } = await ctx.tx.prisma.notification.updateMany({
      where: which,
      data: { readAt: read ? ctx.at : null },
    })
    ctx.audit({ noun: 'Notification', subjectId: personId, after: { read, count } })
    return { changed: count }
  },
})
