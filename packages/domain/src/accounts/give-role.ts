import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { notify } from '../notify.ts'
import { obstacleToRole, type RoleAsked, type RolePlace } from './appointments.rules.ts'
import { lockPerson } from './lock-person.ts'
import { revokeOutgrown } from './revoke-outgrown.ts'

export interface RoleGiven extends Omit<RoleAsked, 'place'> {
  place: RolePlace
  personId: string
  reason: string | null
  /** The case that gives it; null for the first seats of the Board. */
  caseId: string | null
}

/**
 * Gives a person a role at a node, from now or a later moment, with or without an end, in the transaction of whoever decided it.
 * Open invitations that the person outgrows by it are taken back. It is no verb: a role is given by a case that was approved, and
 * by the logged bootstrap. Answers with the assignment's identifier. Errors: RuleBroken `accounts.assign-role.*` (see
 * `checksOfRole`). Source: ACC-1, ACC-2, ACC-3, APR-3.
 */
export async function giveRole(ctx: Context, given: RoleGiven): Promise<string> {
  const { personId, role, place, endsAt, reason, caseId } = given
  const nodeId = place.id
  // What was to begin while the request waited begins now.
  const startsAt = given.startsAt < ctx.at ? ctx.at : given.startsAt
  // Two who give roles at the same instant: the second waits here and sees what the first has given.
  await lockPerson(ctx, personId)
  const asked = { role, place, startsAt, endsAt }
  const broken = (obstacle: string | null) => {
    if (obstacle) throw ruleBroken(obstacle, { role, kind: place.kind })
  }
  broken(obstacleToRole(asked, await heldBy(ctx, personId, role, nodeId)))
  const id = newId(ctx.at)
  await ctx.tx.prisma.roleAssignment.create({
    data: { id, personId, role, nodeId, startsAt, endsAt, reason, caseId, grantedBy: ctx.principal.personId },
  })
  // The new row holds the node: whoever closed it while this waited has done so by now, and nobody can any more.
  const [now] = await ctx.tx.rows<{ state: string }>(sql`select state from org_node where id = ${nodeId}::uuid`)
  broken(obstacleToRole({ ...asked, place: { ...place, state: now?.state ?? 'closed' } }, []))
  ctx.audit({
    noun: 'RoleAssignment',
    subjectId: id,
    node: { id: nodeId, scopeIds: place.scopeIds },
    after: { personId, role, nodeId, startsAt, endsAt, caseId },
    reason: reason ?? undefined,
  })
  await revokeOutgrown(ctx, personId)
  await notify(ctx, {
    personId,
    kind: 'role-given',
    nodeId,
    aboutId: id,
    facts: { role },
    dedupeKey: `role-given:${id}`,
  })
  return id
}

/** When the person holds, held or will hold this role here. */
export const heldBy = (
  { tx }: Context,
  personId: string,
  role: string,
  nodeId: string,
): Promise<{ startsAt: Date; endsAt: Date | null }[]> =>
  tx.prisma.roleAssignment.findMany({
    where: { personId, role, nodeId },
    select: { startsAt: true, endsAt: true },
  })
