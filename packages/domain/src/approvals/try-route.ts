import type { Context } from '../context.ts'
import { MinistryError } from '@ministry/kernel/errors'
import { query } from '../verb.ts'
import { routeInput, tryRouteOutput } from './approvals.schema.ts'
import { readableCases, type CaseRow } from './case-row.ts'
import { kindOf, routeHash } from './kinds.ts'
import type { SeatAt } from './plan.schema.ts'
import { inPower } from './power.ts'
import { findRoute } from './publish.ts'
import { faultsOf } from './route-check.rules.ts'
import { planOf } from './route.rules.ts'
import type { RequestKind } from './request-kind.ts'
import type { RouteWorld } from './route-world.ts'
import { routeDefinition, type RouteDefinition } from './route.schema.ts'
import { keyOf } from './seat-places.ts'
import { describe } from './summaries.ts'
import { worldAt } from './world.ts'

/** Cases that a draft is tried on. */
const NEWEST = 200

/**
 * How the newest cases of the kind would have gone by a version of its route, with the people of today; and what is wrong with it.
 * Of cases that the caller may not read only the number is told. Errors: NotFound; NotAllowed. Source: APR-1 (dry-run).
 */
export const tryRoute = query({
  name: 'approvals.try-route',
  permission: { action: 'update', noun: 'Route' },
  input: routeInput,
  output: tryRouteOutput,
  async run(ctx, { id }) {
    const route = await findRoute(ctx, 'update', id)
    const kind = kindOf(ctx.services, route.kind)
    const definition = routeDefinition.parse(route.definition)
    const { tried, changed } = await inPower(ctx, route.nodeId, 'approvals.try-route', async (power) => {
      const rows = await power.tx.prisma.approvalCase.findMany({
        where: { kind: route.kind, scopeIds: { has: route.nodeId } },
        orderBy: [{ submittedAt: 'desc' }, { id: 'desc' }],
        take: NEWEST,
      })
      return { tried: rows.length, changed: await differing(power, kind, rows, definition) }
    })
    const readable = await ctx.tx.prisma.approvalCase.findMany({
      where: { AND: [{ id: { in: changed.map(({ row }) => row.id) } }, readableCases(ctx)] },
      select: { id: true },
    })
    const seen = changed.filter(({ row }) => readable.some((one) => one.id === row.id))
    const { line } = await describe(
      ctx,
      seen.map(({ row }) => row),
    )
    return {
      hash: routeHash(route.definition),
      tried,
      same: tried - changed.length,
      unseen: changed.length - seen.length,
      different: seen.map(({ row, before, after }) => {
        const { summary, node } = line(row)
        const noRule = after === null
        return { id: row.id, summary, node, submittedAt: row.submittedAt, before, after: after ?? [], noRule }
      }),
      faults: faultsOf(definition, kind),
    }
  },
})

async function differing(power: Context, kind: RequestKind, rows: readonly CaseRow[], definition: RouteDefinition) {
  const changed: { row: CaseRow; before: SeatAt[]; after: SeatAt[] | null }[] = []
  for (const [, cases] of Map.groupBy(rows, ({ nodeId }) => nodeId)) {
    const people = cases.flatMap(({ excludedIds }) => excludedIds)
    const world = await worldAt(power, cases[0]!, people, power.at)
    for (const row of cases) {
      const before = askedBy(routeDefinition.parse(row.definition), kind, row, world) ?? []
      const after = askedBy(definition, kind, row, world)
      if (after?.map(keyOf).join() !== before.map(keyOf).join()) changed.push({ row, before, after })
    }
  }
  return changed.toSorted((a, b) => b.row.submittedAt.getTime() - a.row.submittedAt.getTime())
}

/** The seats that a route asks for a case; null where none of its rules holds. */
function askedBy(definition: RouteDefinition, kind: RequestKind, row: CaseRow, world: RouteWorld): SeatAt[] | null {
  const { facts } = row.summary as unknown as { facts: Record<string, string> }
  const amount = row.amount === null ? null : Number(row.amount)
  try {
    const least = kind.least?.(facts)
    const ask = { requesterId: row.personId, concernedIds: row.concernedIds, amount, facts, least }
    return planOf(definition, ask, world)
      .filter(({ skipped }) => !skipped)
      .flatMap(({ seats }) => seats.map(({ seat, nodeId }) => ({ seat, nodeId })))
  } catch (error) {
    if (error instanceof MinistryError && error.kind === 'RuleBroken') return null
    throw error
  }
}
