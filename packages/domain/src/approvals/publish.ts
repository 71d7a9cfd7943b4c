import { allow } from '@ministry/access/scope'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { published, publishInput } from './approvals.schema.ts'
import { kindOf } from './kinds.ts'
import { faultsOf } from './route-check.rules.ts'
import { routeDefinition } from './route.schema.ts'

/**
 * Puts a draft into effect: requests from now on go by it, running ones by the version they began with. Errors: NotFound; NotAllowed;
 * RuleBroken `approvals.publish.already`, `approvals.publish.faults` while anything is wrong with it. Source: APR-1.
 */
export const publish = mutation({
  name: 'approvals.publish',
  permission: { action: 'publish', noun: 'Route' },
  input: publishInput,
  output: published,
  async run(ctx, { id, note }) {
    const route = await findRoute(ctx, 'publish', id)
    if (route.publishedAt) throw ruleBroken('approvals.publish.already')
    const faults = faultsOf(routeDefinition.parse(route.definition), kindOf(ctx.services, route.kind))
    if (faults.length) throw ruleBroken('approvals.publish.faults', { count: faults.length })
    const data = { publishedAt: ctx.at, publishedBy: ctx.principal.personId, ...(note !== undefined && { note }) }
    await ctx.tx.prisma.approvalRoute.update({ where: { id }, data })
    ctx.audit({
      noun: 'Route',
      subjectId: id,
      node: { id: route.nodeId, scopeIds: route.scopeIds },
      after: { kind: route.kind, version: route.version, published: true },
      reason: note ?? route.note ?? undefined,
    })
    return { id, version: route.version }
  },
})

/** A version of a route that the caller may act on. Throws NotFound, NotAllowed. */
export async function findRoute(ctx: Context, action: string, id: string) {
  const route = await ctx.tx.prisma.approvalRoute.findUnique({ where: { id } })
  if (!route) throw notFound('Route')
  allow(ctx, action, 'Route', route)
  return route
}
