import { find } from '@ministry/access/scope'
import { addDays, startOfDay } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import { behind, pageOfRows } from '../keyset.ts'
import { settingsOf } from '../org/index.ts'
import { query } from '../verb.ts'
import type { caseRow } from './approvals.schema.ts'
import { casesInput, casesOutput } from './approvals.schema.ts'
import { readableCases } from './case-row.ts'
import { inPower } from './power.ts'
import { sittingAt } from './sitting.ts'
import { describe } from './summaries.ts'
import type * as z from 'zod'

/** The caller's own requests, or those of a place and below that they may read, the newest first. Errors: NotFound node. Source: APR-1. */
export const cases = query({
  name: 'approvals.cases',
  permission: 'signed-in',
  input: casesInput,
  output: casesOutput,
  async run(ctx, { of, kind, state, from: firstDay, to: lastDay, take, after }) {
    if ('nodeId' in of) await find(ctx, 'read', 'OrgNode', of.nodeId, { id: true })
    const where = {
      AND: [
        readableCases(ctx),
        'nodeId' in of ? { scopeIds: { has: of.nodeId } } : { personId: ctx.principal.personId },
        ...(kind ? [{ kind }] : []),
        ...(state ? [{ state }] : []),
        ...(firstDay || lastDay ? [{ submittedAt: await asked(ctx, of, firstDay, lastDay) }] : []),
      ],
    }
    const found = await ctx.tx.prisma.approvalCase.findMany({
      where: {
        AND: [where, behind(after, 'submittedAt', 'desc')],
      },
      orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const { rows, next } = pageOfRows(found, take, 'submittedAt')
    const open = await ctx.tx.prisma.approvalSeat.findMany({
      where: { state: 'open', caseId: { in: rows.map((row) => row.id) } },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
    })
    const { line, place } = await describe(ctx, rows)
    const people = await peopleOn(ctx, rows, open)
    return {
      rows: rows.map((row) => ({
        ...{ id: row.id, kind: row.kind, submittedAt: row.submittedAt, endedAt: row.endedAt },
        state: row.state as z.output<typeof caseRow>['state'],
        ...line(row),
        waits: open
          .filter(({ caseId }) => caseId === row.id)
          .map((seat) => ({
            ...{
              seat: seat.role as 'campus-leader',
              nodeId: seat.nodeId,
              place: place(seat.nodeId),
              dueAt: seat.dueAt,
            },
            people: people.get(row.scopeIds[0]!)!(seat),
            overdue: seat.dueAt !== null && seat.dueAt <= ctx.at,
          })),
      })),
      next,
      total: await ctx.tx.prisma.approvalCase.count({ where }),
    }
  },
})

/** Who could answer the seats that wait, by movement. */
async function peopleOn(
  ctx: Context,
  rows: readonly { id: string; scopeIds: string[] }[],
  open: readonly (Parameters<Sitting>[0] & { caseId: string })[],
): Promise<Map<string, Sitting>> {
  const movements = Map.groupBy(rows, ({ scopeIds }) => scopeIds[0]!)
  const found = new Map<string, Sitting>()
  for (const [movementId, cases] of movements) {
    const seats = open.filter(({ caseId }) => cases.some(({ id }) => id === caseId))
    const people = await inPower(ctx, movementId, 'approvals.cases', (power) => sittingAt(power, movementId, seats))
    found.set(movementId, people)
  }
  return found
}
type Sitting = Awaited<ReturnType<typeof sittingAt>>

/** Between these days, both included, in the zone of the place; of one's own requests in UTC. */
async function asked(ctx: Context, of: z.output<typeof casesInput>['of'], from?: string, to?: string) {
  const zone = 'nodeId' in of ? (await settingsOf(ctx, of.nodeId)).timeZone.value : 'UTC'
  return { ...(from && { gte: startOfDay(from, zone) }), ...(to && { lt: startOfDay(addDays(to, 1), zone) }) }
}
