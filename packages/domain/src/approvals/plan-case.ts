/** Validation and routing: what a request must pass, and the way that it will go. Source: APR-1, APR-2, APR-6. */
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { settingsOf } from '../org/index.ts'
import type { PlannedStep } from './plan.schema.ts'
import type { Check, Place, RequestKind, Routing } from './request-kind.ts'
import { planOf } from './route.rules.ts'
import { routeDefinition, type RouteDefinition } from './route.schema.ts'
import { samePeople, worldAt, type NamedWorld } from './world.ts'

/** The route that holds for new requests of the movement. */
export interface Holding {
  /** Null: the product's own. */
  routeId: string | null
  definition: RouteDefinition
}

/** The newest published route of the movement, else the kind's own. Source: APR-1. */
export async function routeHolding(power: Context, movementId: string, kind: RequestKind): Promise<Holding> {
  const published = await power.tx.prisma.approvalRoute.findFirst({
    where: { nodeId: movementId, kind: kind.name, publishedAt: { not: null } },
    orderBy: { version: 'desc' },
    select: { id: true, definition: true },
  })
  if (published) return { routeId: published.id, definition: routeDefinition.parse(published.definition) }
  return { routeId: null, definition: await ownRoute(power, movementId, kind) }
}

/** The product's own route of a kind, with bands in the movement's currency. */
export async function ownRoute(power: Context, movementId: string, { route }: RequestKind): Promise<RouteDefinition> {
  if (typeof route !== 'function') return route
  return route((await settingsOf(power, movementId)).currency.value)
}

export interface Planned {
  checks: Check[]
  routing: Routing
  /** Nobody of these signs: the requester, whom it is about, and other records of them. */
  excludedIds: string[]
  world: NamedWorld
  plan: PlannedStep[]
}

/** Checks, routing and plan of a request, in the power of the movement. Throws RuleBroken `approvals.submit.no-rule`. */
export async function planCase(
  power: Context,
  kind: RequestKind,
  place: Place,
  payload: unknown,
  { definition, requesterId }: { definition: RouteDefinition; requesterId: string },
): Promise<Planned> {
  const checks = await kind.check(power, place, payload)
  const routing = await kind.routing(power, place, payload)
  const concerned = await samePeople(power, routing.concernedIds)
  const requesters = await samePeople(power, [requesterId])
  const excludedIds = [...new Set([...requesters, ...concerned])]
  const world = await worldAt(power, place, excludedIds, power.at)
  const { amount, facts } = routing
  // Every record of the requester is the requester: what the others hold counts for the level, and none of them signs.
  const holders = world.holders.map((held) =>
    requesters.includes(held.personId) ? { ...held, personId: requesterId } : held,
  )
  const ask = { requesterId, concernedIds: concerned, amount, facts, least: kind.least?.(facts) }
  const plan = planOf(definition, ask, { ...world, holders })
  return { checks, routing, excludedIds, world, plan }
}

/** Throws RuleBroken `approvals.submit.check-failed` where a check didn't pass. */
export function assertChecked(checks: readonly Check[]): void {
  const failed = checks.find(({ passed }) => !passed)
  if (failed) throw ruleBroken('approvals.submit.check-failed', { check: failed.code, ...failed.values })
}
