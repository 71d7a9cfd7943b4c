import { active } from '@ministry/access'
import type { Context } from '../context.ts'
import { inPower } from './power.ts'

/** The movement in which the caller holds a role; null where they hold none. */
const movementOf = ({ principal, at }: Context): string | null =>
  principal.roles.filter(active(at)).find(({ scopeIds }) => scopeIds.length > 0)?.scopeIds[0] ?? null

/** Asks something in the power of the caller's movement; null where they have none. */
export async function inMovement<T>(
  ctx: Context,
  run: (power: Context, movementId: string) => Promise<T>,
): Promise<T | null> {
  const movementId = movementOf(ctx)
  return movementId === null ? null : inPower(ctx, movementId, 'approvals.people', (power) => run(power, movementId))
}

/** Where those stand who may be the caller's deputies: above their seats, and all below that. */
export async function nearCaller(power: Context, { principal, at }: Context, movementId: string): Promise<string[]> {
  const held = principal.roles.filter(active(at)).flatMap(({ nodeId }) => (nodeId ? [nodeId] : []))
  const nodes = await power.tx.prisma.orgNode.findMany({ where: { id: { in: held } }, select: { parentId: true } })
  return nodes.map(({ parentId }) => parentId ?? movementId)
}
