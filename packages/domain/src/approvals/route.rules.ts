/** From a route to the plan of one case: pure, and proven against an oracle that knows nothing of this file. Source: APR-2, APR-3. */
import type { NodeKind, Role } from '@ministry/access'
import type { PlannedStep } from './plan.schema.ts'
import type { RouteDefinition } from './route.schema.ts'

/** All that a plan depends on. Nothing else is looked at: no clock, no database. */
export interface RouteWorld {
  /** From the National node down to the case's node. */
  chain: readonly { id: string; kind: NodeKind }[]
  /** Boards of the movement that are open. */
  boardIds: readonly string[]
  /** Who sits where in this movement at the instant in question, and can sign in. Places off the chain don't matter but for levels. */
  holders: readonly { personId: string; role: Role; nodeId: string }[]
}
export interface RouteAsk {
  requesterId: string
  /** Whom the case is about (a candidate, a payee who is known): they don't decide it either. */
  concernedIds: readonly string[]
  /** Minor units of the National node's currency; null where the kind knows no amount. */
  amount: number | null
  facts: Readonly<Record<string, string>>
}
