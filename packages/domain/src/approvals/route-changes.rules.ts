/** What would change the way of a request. Pure. Source: APR-6. */
import type { SeatAt } from './plan.schema.ts'
import { edgesOf } from './route-check.rules.ts'
import { holds, planOf } from './route.rules.ts'
import type { RouteAsk, RouteWorld } from './route-world.ts'
import type { RouteDefinition } from './route.schema.ts'
import { keyOf } from './seat-places.ts'

/** An amount from which on (or up to which) other seats are asked. */
export interface RouteChange {
  when: 'over' | 'up-to'
  /** Minor units of the National node's currency. */
  amount: number
  seats: SeatAt[]
}

/** The next amounts below and above at which other seats are asked; none where the kind has no bands. Source: APR-6. */
export function changesOf(route: RouteDefinition, ask: RouteAsk, world: RouteWorld): RouteChange[] {
  const { amount } = ask
  if (amount === null) return []
  const present = askedAt(route, ask, world, amount)
  const edges = edgesOf(route.rules)
  const below = edges
    .filter((edge) => edge < amount && edge > 0)
    .reverse()
    .map((edge): RouteChange => ({ when: 'up-to', amount: edge, seats: askedAt(route, ask, world, edge) }))
  const above = edges
    .filter((edge) => edge >= amount)
    .map((edge): RouteChange => ({ when: 'over', amount: edge, seats: askedAt(route, ask, world, edge + 1) }))
  const differs = ({ seats }: RouteChange) => seats.map(keyOf).join() !== present.map(keyOf).join()
  return [below.find(differs), above.find(differs)].filter((change) => change !== undefined)
}

const askedAt = (route: RouteDefinition, ask: RouteAsk, world: RouteWorld, amount: number): SeatAt[] =>
  route.rules.some(({ when }) => holds(when, { ...ask, amount }))
    ? planOf(route, { ...ask, amount }, world)
        .filter(({ skipped }) => !skipped)
        .flatMap(({ seats }) => seats.map(({ seat, nodeId }) => ({ seat, nodeId })))
    : []
