import { may } from '@ministry/access'
import { find } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import { settingsOf } from '../org/index.ts'
import { query } from '../verb.ts'
import { kindsOf, routeHash } from './kinds.ts'
import { routesInput, routesOutput } from './approvals.schema.ts'
import { ownRoute } from './plan-case.ts'
import { inPower } from './power.ts'
import type { RequestKind } from './request-kind.ts'
import { routeDefinition } from './route.schema.ts'
import { namesOf } from './world.ts'

/**
 * The routes of the movement that a place belongs to, with their versions: for everybody who sees the place; drafts for those who may
 * change them. Errors: NotFound node. Source: APR-1.
 */
export const routes = query({
  name: 'approvals.routes',
  permission: { action: 'read', noun: 'OrgNode' },
  input: routesInput,
  output: routesOutput,
  async run(ctx, { nodeId }) {
    const place = await find<{ scopeIds: string[] }>(ctx, 'read', 'OrgNode', nodeId, { id: true, scopeIds: true })
    const movementId = place.scopeIds[0]!
    const change = may(ctx.ability, 'update', 'Route', { scopeIds: [movementId], nodeId: movementId })
    return inPower(ctx, movementId, 'approvals.routes', async (power) => {
      const node = await power.tx.prisma.orgNode.findUniqueOrThrow({
        where: { id: movementId },
        select: { id: true, name: true, kind: true },
      })
      const stored = await storedRoutes(power, movementId)
      const names = await namesOf(
        power,
        stored.map(({ publishedBy }) => publishedBy),
      )
      const kinds = []
      for (const kind of kindsOf(power.services)) {
        const own = stored.filter((row) => row.kind === kind.name)
        const published = own.filter(({ publishedAt }) => publishedAt !== null)
        const draft = change ? own.find(({ publishedAt }) => publishedAt === null) : undefined
        const product = await ownRoute(power, movementId, kind)
        kinds.push({
          ...{ kind: kind.name, banded: kind.banded, facts: factsOf(kind), version: published[0]?.version ?? null },
          definition: published[0] ? routeDefinition.parse(published[0].definition) : product,
          own: product,
          draft: draft
            ? { ...draft, definition: routeDefinition.parse(draft.definition), hash: routeHash(draft.definition) }
            : null,
          versions: published.map(({ _count, publishedBy, ...row }) => ({
            ...row,
            publishedBy: publishedBy ? { id: publishedBy, name: names.get(publishedBy) ?? '' } : null,
            cases: _count.cases,
          })),
        })
      }
      return { node, currency: (await settingsOf(power, movementId)).currency.value, change, kinds }
    })
  },
})

/** The facts of a kind with their values, as an editor offers them. Source: APR-1. */
export const factsOf = ({ facts }: RequestKind) =>
  Object.fromEntries(Object.entries(facts).map(([name, values]) => [name, [...values]]))

const storedRoutes = (power: Context, movementId: string) =>
  power.tx.prisma.approvalRoute.findMany({
    where: { nodeId: movementId },
    orderBy: { version: 'desc' },
    include: { _count: { select: { cases: true } } },
  })
