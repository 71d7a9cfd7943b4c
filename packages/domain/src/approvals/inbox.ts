import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { pageOfRows, rowBehind } from '../keyset.ts'
import { query } from '../verb.ts'
import { kindsOf } from './kinds.ts'
import { inboxInput, inboxOutput } from './approvals.schema.ts'
import { waitingSeats, type InboxFilter, type WaitingSeat } from './inbox-seats.ts'
import { describe } from './summaries.ts'

/** What waits for the caller's answer, the most urgent first, with true counts. Errors: none. Source: APR-8. */
export const inbox = query({
  name: 'approvals.inbox',
  permission: 'signed-in',
  input: inboxInput,
  output: inboxOutput,
  async run(ctx, { take, after, ...filter }) {
    const found = await ctx.tx.rows<WaitingSeat>(sql`
      select * from (${waitingSeats(ctx, filter, { after: rowBehind(after), take: take + 1 })}) w order by "dueAt", id limit ${take + 1}`)
    const { rows: page, next } = pageOfRows(found, take, 'dueAt')
    const cases = await ctx.tx.prisma.approvalCase.findMany({
      where: { id: { in: page.map(({ caseId }) => caseId) } },
      // Not what was asked in full, nor the route: an inbox shows one line of each.
      select: {
        ...{ id: true, kind: true, version: true, payloadHash: true, submittedAt: true },
        ...{ summary: true, nodeId: true, personId: true, scopeIds: true },
      },
    })
    const rows = new Map(cases.map((row) => [row.id, row]))
    const { line, who } = await describe(
      ctx,
      cases,
      page.map(({ forId }) => forId),
    )
    const bulk = new Set(
      kindsOf(ctx.services)
        .filter((kind) => kind.bulk)
        .map(({ name }) => name),
    )
    return {
      rows: page.flatMap((seat) => {
        const row = rows.get(seat.caseId)
        if (!row) return []
        const { version, payloadHash, submittedAt, kind } = row
        return {
          ...{ id: row.id, kind, version, payloadHash, submittedAt, bulk: bulk.has(kind), act: seat.act },
          ...{ for: seat.forId ? who(seat.forId) : null, dueAt: seat.dueAt, overdue: seat.dueAt <= ctx.at },
          ...line(row),
        }
      }),
      next,
      total: (await countWaiting(ctx, filter)).total,
    }
  },
})

export interface Waiting {
  total: number
  overdue: number
  byKind: Record<string, number>
}
/** How many wait: one statement. */
export async function countWaiting(ctx: Context, filter: InboxFilter): Promise<Waiting> {
  const rows = await ctx.tx.rows<{ kind: string; cases: number; overdue: number }>(sql`
    select kind, count(*)::int as cases, count(*) filter (where "dueAt" <= ${ctx.at})::int as overdue
      from (${waitingSeats(ctx, filter)}) w group by kind order by kind`)
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
  return {
    total: sum(rows.map(({ cases }) => cases)),
    overdue: sum(rows.map(({ overdue }) => overdue)),
    byKind: Object.fromEntries(rows.map(({ kind, cases }) => [kind, cases])),
  }
}
