import { invalidInput } from '@ministry/kernel/errors'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { Context } from '../context.ts'
import { leftAlone, todayOf, viewsOf } from './follow-up-row.ts'

interface Asked {
  take: number
  after?: string | undefined
  state: 'open' | 'closed'
}

/** A page of follow-ups: open ones by the day they are wanted, closed ones with the latest first. Errors: InvalidInput (a forged cursor). */
export async function pageOfFollowUps(
  ctx: Context,
  where: object,
  { take, after, state }: Asked,
  left: ReadonlySet<string>,
) {
  const open = state === 'open'
  const all = { AND: [where, open ? { state: 'open' } : { state: { not: 'open' } }] }
  const found = await ctx.tx.prisma.followUp.findMany({
    where: { AND: [all, after === undefined ? {} : behind(after, open)] },
    orderBy: open ? [{ wantedOn: 'asc' }, { id: 'asc' }] : [{ closedAt: 'desc' }, { id: 'desc' }],
    take: take + 1,
  })
  const rows = found.slice(0, take)
  const last = rows.at(-1)
  return {
    rows: await viewsOf(ctx, rows, left),
    next:
      found.length > take && last
        ? encodeCursor([(open ? last.wantedOn : last.closedAt!).toISOString(), last.id])
        : null,
    total: await ctx.tx.prisma.followUp.count({ where: all }),
    today: await todayOf(ctx),
  }
}

/** The same for what one person has, or what there is at a place. */
export const leftOf = (ctx: Context, state: 'open' | 'closed', where: { nodeId: string }): Promise<Set<string>> =>
  state === 'open' ? leftAlone(ctx, where) : Promise.resolve(new Set<string>())

function behind(after: string, open: boolean) {
  const [at, id] = decodeCursor(after, 2) ?? []
  if (typeof at !== 'string' || typeof id !== 'string' || Number.isNaN(Date.parse(at)))
    throw invalidInput('This is no cursor of this list.')
  const instant = new Date(at)
  return open
    ? { OR: [{ wantedOn: { gt: instant } }, { wantedOn: instant, id: { gt: id } }] }
    : { OR: [{ closedAt: { lt: instant } }, { closedAt: instant, id: { lt: id } }] }
}
