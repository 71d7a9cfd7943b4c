import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { conflict, notFound, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { published, publishInput } from './approvals.schema.ts'
import { kindOf, routeHash } from './kinds.ts'
import { faultsOf } from './route-check.rules.ts'
import { routeDefinition } from './route.schema.ts'

/**
 * Puts a draft into effect as it was read: requests from now on go by it, running ones by the version they began with. Errors:
 * NotFound; NotAllowed; Conflict `approvals.draft.changed-meanwhile`; RuleBroken `approvals.publish.already`,
 * `approvals.publish.faults` while anything is wrong with it. Source: APR-1.
 */
export const publish = mutation({
  name: 'approvals.publish',
  permission: { action: 'publish', noun: 'Route' },
  input: publishInput,
  output: published,
  async run(ctx, { id, hash, note }) {
    const route = await findDraft(ctx, 'publish', { id, hash })
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

/** A draft as the caller has read it, held until the transaction ends. Throws NotFound, NotAllowed, RuleBroken, Conflict. */
export async function findDraft(ctx: Context, action: string, { id, hash }: { id: string; hash: string }) {
  await findRoute(ctx, action, id)
  await ctx.tx.rows(sql`select id from approval_route where id = ${id}::uuid for update`)
  const route = await findRoute(ctx, action, id)
  if (route.publishedAt) throw ruleBroken('approvals.publish.already')
  if (routeHash(route.definition) !== hash) throw conflict('approvals.draft.changed-meanwhile')
  return route
}
