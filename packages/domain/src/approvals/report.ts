import { sql, type Sql } from '@ministry/db'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { reportInput, reportOutput } from './approvals.schema.ts'
import { inPower } from './power.ts'
import { reportScope, type ReportPlace } from './report-scope.ts'
import { sittingAt } from './sitting.ts'
import { median } from './usual-times.ts'
import { workingHours } from './working-days.rules.ts'
import { calendarAt } from './world.ts'

type Report = z.input<typeof reportOutput>
/** Answers that times are computed from: the newest ones. */
const ANSWERS = 5000

/**
 * Cases of a place and below by kind and state, how long seats take to answer (working hours of the place), and where cases wait now.
 * Errors: NotFound node; NotAllowed. Source: APR-1.
 */
export const report = query({
  name: 'approvals.report',
  permission: { action: 'read', noun: 'OrgNode' },
  input: reportInput,
  output: reportOutput,
  async run(ctx, input) {
    const { place, where } = await reportScope(ctx, input)
    const byState = await ctx.tx.rows<Report['byState'][number]>(sql`
      select c.kind, c.state, count(*)::int as cases from approval_case c where ${where} group by 1, 2 order by 1, 2`)
    return { byState, times: await timesOf(ctx, place, where), waits: await waitsOf(ctx, place, where) }
  },
})

async function timesOf(ctx: Context, place: ReportPlace, where: Sql): Promise<Report['times']> {
  const answered = await ctx.tx.rows<{ kind: string; act: string; seat: string; openedAt: Date; closedAt: Date }>(sql`
    select s.kind, s.act, s.role as seat, s.opened_at as "openedAt", s.closed_at as "closedAt"
      from approval_seat s join approval_case c on c.id = s.case_id
     where s.state = 'signed' and s.opened_at is not null and ${where} order by s.closed_at desc limit ${ANSWERS}`)
  if (answered.length === 0) return []
  const calendar = await inPower(ctx, place.scopeIds[0]!, 'approvals.report', (power) => calendarAt(power, place.id))
  return [...Map.groupBy(answered, ({ kind, act, seat }) => `${kind} ${act} ${seat}`).values()].map((rows) => {
    const hours = rows
      .map(({ openedAt, closedAt }) => workingHours(openedAt, closedAt, calendar))
      .toSorted((a, b) => a - b)
    const { kind, act, seat } = rows[0]!
    const ninety = hours[Math.ceil(hours.length * 0.9) - 1]!
    return { kind, act, seat, answered: rows.length, median: median(hours), ninety }
  })
}

async function waitsOf(ctx: Context, place: ReportPlace, where: Sql): Promise<Report['waits']> {
  const rows = await ctx.tx.rows<Omit<Report['waits'][number], 'place' | 'people'> & { nodeId: string | null }>(sql`
    select s.kind, s.role as seat, s.node_id as "nodeId", count(distinct s.case_id)::int as cases,
           count(distinct s.case_id) filter (where s.due_at <= ${ctx.at})::int as overdue, min(s.opened_at) as oldest
      from approval_seat s join approval_case c on c.id = s.case_id
     where s.state = 'open' and ${where} group by 1, 2, 3 order by oldest, 1, 2, 3 limit 500`)
  const movementId = place.scopeIds[0]!
  return inPower(ctx, movementId, 'approvals.report', async (power) => {
    const nodeIds = rows.flatMap(({ nodeId }) => (nodeId ? [nodeId] : []))
    const places = await power.tx.prisma.orgNode.findMany({
      where: { id: { in: nodeIds } },
      select: { id: true, name: true, kind: true },
    })
    const people = await sittingAt(
      power,
      movementId,
      rows.map(({ seat, nodeId }) => ({ role: seat, nodeId })),
    )
    return rows.map((row) => ({
      ...row,
      place: places.find(({ id }) => id === row.nodeId) ?? null,
      people: people({ role: row.seat, nodeId: row.nodeId }),
    }))
  })
}
