import type { Context } from '../context.ts'
import { behind, pageOfRows } from '../keyset.ts'
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
  const column = open ? 'wantedOn' : 'closedAt'
  const order = open ? 'asc' : 'desc'
  const found = await ctx.tx.prisma.followUp.findMany({
    where: { AND: [all, behind(after, column, order)] },
    orderBy: [{ [column]: order }, { id: order }],
    take: take + 1,
  })
  const { rows, next } = pageOfRows(found, take, column)
  return {
    rows: await viewsOf(ctx, rows, left),
    next,
    total: await ctx.tx.prisma.followUp.count({ where: all }),
    today: await todayOf(ctx),
  }
}

/** The same for what one person has, or what there is at a place. */
export const leftOf = (ctx: Context, state: 'open' | 'closed', where: { nodeId: string }): Promise<Set<string>> =>
  state === 'open' ? leftAlone(ctx, where) : Promise.resolve(new Set<string>())
