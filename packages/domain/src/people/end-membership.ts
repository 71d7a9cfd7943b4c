import { sql } from '@ministry/db'
import type { CalendarDate } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import type { OpenMembership } from './open-memberships.ts'

/** Ends a membership that has been checked, with the audit; it was no shorter than a day. */
export async function endMembership(
  ctx: Context,
  membership: OpenMembership,
  leftOn: CalendarDate,
  reason?: string | null,
): Promise<void> {
  const end = leftOn < membership.joinedOn ? membership.joinedOn : leftOn
  await ctx.tx.rows(sql`update membership set left_on = ${end}::date where id = ${membership.id}::uuid`)
  ctx.audit({
    noun: 'Membership',
    subjectId: membership.id,
    node: { id: membership.nodeId, scopeIds: membership.scopeIds },
    before: {
      nodeId: membership.nodeId,
      state: membership.state,
      joinedOn: membership.joinedOn,
      isHome: membership.isHome,
    },
    after: { leftOn: end },
    person: { id: membership.personId },
    ...(reason && { reason }),
  })
}
