import { active, levelOfRoles } from '@ministry/access'
import type { Context } from '../context.ts'
import type { Sought } from './giving.ts'
import { inPower } from './power.ts'
import { samePeople } from './world.ts'

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

/** Who may be the caller's deputies: people above their seats and below that, of the level of their highest one, and no record of theirs. */
export async function deputiesOf(power: Context, { principal, at }: Context, movementId: string): Promise<Sought> {
  const held = principal.roles.filter((role) => active(at)(role) && role.scopeIds[0] === movementId)
  const ids = held.flatMap(({ nodeId }) => (nodeId ? [nodeId] : []))
  const nodes = await power.tx.prisma.orgNode.findMany({ where: { id: { in: ids } }, select: { parentId: true } })
  return {
    near: nodes.map(({ parentId }) => parentId ?? movementId),
    level: levelOfRoles(held.map(({ role }) => role)),
    without: await samePeople(power, [principal.personId]),
  }
}
