import { may } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { notFound } from '@ministry/kernel/errors'
import { settingsOf } from '../org/index.ts'
import { query } from '../verb.ts'
import { routeInput, routeVersionOutput } from './approvals.schema.ts'
import { kindOf, routeHash } from './kinds.ts'
import { inPower } from './power.ts'
import { routeDefinition } from './route.schema.ts'
import { factsOf } from './routes.ts'
import { namesOf } from './world.ts'

/**
 * One version of a route with all that it says: published ones for everybody who sees the movement's place, a draft for those who may
 * change it. Errors: NotFound. Source: APR-1.
 */
export const routeVersion = query({
  name: 'approvals.route-version',
  permission: { action: 'read', noun: 'OrgNode' },
  input: routeInput,
  output: routeVersionOutput,
  async run(ctx, { id }) {
    const route = await ctx.tx.prisma.approvalRoute.findUnique({
      where: { id },
      include: { _count: { select: { cases: true } } },
    })
    if (!route) throw notFound('Route')
    await find(ctx, 'read', 'OrgNode', route.nodeId, { id: true })
    if (!route.publishedAt && !may(ctx.ability, 'update', 'Route', route)) throw notFound('Route')
    const kind = kindOf(ctx.services, route.kind)
    return inPower(ctx, route.nodeId, 'approvals.route-version', async (power) => {
      const node = await power.tx.prisma.orgNode.findUniqueOrThrow({
        where: { id: route.nodeId },
        select: { id: true, name: true, kind: true },
      })
      const newest = await power.tx.prisma.approvalRoute.findFirst({
        where: { nodeId: route.nodeId, kind: route.kind, publishedAt: { not: null } },
        orderBy: { version: 'desc' },
        select: { id: true },
      })
      const names = await namesOf(power, [route.publishedBy])
      const { version, note, createdAt, publishedAt, publishedBy, _count, definition } = route
      return {
        ...{
          id,
          version,
          note,
          createdAt,
          publishedAt,
          node,
          kind: kind.name,
          banded: kind.banded,
          facts: factsOf(kind),
        },
        publishedBy: publishedBy ? { id: publishedBy, name: names.get(publishedBy) ?? '' } : null,
        cases: _count.cases,
        definition: routeDefinition.parse(definition),
        hash: routeHash(definition),
        holds: newest?.id === id,
        currency: (await settingsOf(power, route.nodeId)).currency.value,
      }
    })
  },
})
