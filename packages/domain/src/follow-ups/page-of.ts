import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { behind, pageOfRows } from '../keyset.ts'
import { leftAlone, todayOf, viewsOf } from './follow-up-row.ts'

/** Beyond, nobody reads on and counting costs more than it tells. */
const COUNTED = 1000
/** In a place of so many people or more the list is walked in its order; in a smaller one its people are looked up first. */
const LARGE = 5000
/** What would read and sort all people of a place: the planner takes their policies for far more selective than they are. */
const detours = ['bitmapscan', 'seqscan', 'hashjoin', 'mergejoin', 'sort']

interface Asked {
  take: number
  after?: string | undefined
  state: 'open' | 'closed'
}

/** A page of follow-ups: open ones by the day they are wanted, closed ones with the latest first. Errors: InvalidInput (a forged cursor). */
export function pageOfFollowUps(ctx: Context, where: object, asked: Asked, left: ReadonlySet<string>) {
  return pageIn(ctx, where, asked, left)
}

/** The same at a place, which may be a whole movement: `where` are those at the node and below. */
export async function pageAt(ctx: Context, nodeId: string, where: object, asked: Asked, left: ReadonlySet<string>) {
  const [{ people } = { people: 0 }] = await ctx.tx.rows<{ people: number }>(sql`
    select coalesce(sum(people), 0)::int as people from people_count where node_id = ${nodeId}::uuid`)
  if (people < LARGE) return pageIn(ctx, where, asked, left)
  const plan = (how: 'on' | 'off') =>
    ctx.tx.rows(sql`select set_config('enable_' || d, ${how}, true) from unnest(${detours}::text[]) d`)
  await plan('off')
  const page = await found(ctx, where, asked)
  await plan('on')
  return shown(ctx, page, left)
}

const pageIn = async (ctx: Context, where: object, asked: Asked, left: ReadonlySet<string>) =>
  shown(ctx, await found(ctx, where, asked), left)

async function found({ tx }: Context, where: object, { take, after, state }: Asked) {
  const open = state === 'open'
  const all = { AND: [where, open ? { state: 'open' } : { state: { not: 'open' } }] }
  const column = open ? 'wantedOn' : 'closedAt'
  const order = open ? 'asc' : 'desc'
  const orderBy = open
    ? [{ wantedOn: 'asc' as const }, { id: 'asc' as const }]
    : [{ closedAt: 'desc' as const }, { id: 'desc' as const }]
  const rows = await tx.prisma.followUp.findMany({
    where: { AND: [all, behind(after, column, order)] },
    orderBy,
    take: take + 1,
  })
  // In the order of the list, so that counting ends where it has seen enough.
  const total = await tx.prisma.followUp.count({ where: all, orderBy, take: COUNTED + 1 })
  return { ...pageOfRows(rows, take, column), total }
}

async function shown(ctx: Context, page: Awaited<ReturnType<typeof found>>, left: ReadonlySet<string>) {
  const { rows, next, total } = page
  return {
    rows: await viewsOf(ctx, rows, left),
    next,
    total: Math.min(total, COUNTED),
    totalIsMore: total > COUNTED,
    today: await todayOf(ctx),
  }
}

/** The same for what one person has, or what there is at a place. */
export const leftOf = (ctx: Context, state: 'open' | 'closed', where: { nodeId: string }): Promise<Set<string>> =>
  state === 'open' ? leftAlone(ctx, where) : Promise.resolve(new Set<string>())
