/** What the way of a request is computed from. Source: APR-2, APR-3. */
import type { NodeKind, Role, Seat } from '@ministry/access'

/** All that a plan depends on. Nothing else is looked at: no clock, no database. */
export interface RouteWorld {
  /** From the National node down to the case's node. */
  chain: readonly { id: string; kind: NodeKind }[]
  /** Boards of the movement that are open. The first by its identifier is asked. */
  boardIds: readonly string[]
  /** Who sits where in this movement at the instant in question, and can sign in. */
  holders: readonly { personId: string; role: Role; nodeId: string }[]
}
export interface RouteAsk {
  requesterId: string
  /** Whom the case is about (a candidate, a payee who is known): they don't decide it either. */
  concernedIds: readonly string[]
  /** Minor units of the National node's currency; null where the kind knows no amount. */
  amount: number | null
  facts: Readonly<Record<string, string>>
  /** The seat below which this isn't decided, whatever a movement has published; absent where any seat may decide. Source: APR-3. */
  least?: Seat | undefined
}
