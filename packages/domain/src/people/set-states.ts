import { sql } from '@ministry/db'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import type { OpenMembership } from './open-memberships.ts'
import type { PersonState } from './people.schema.ts'

export interface StateChange {
  membership: OpenMembership
  to: PersonState
  on: CalendarDate
  reason?: string | null | undefined
}

/** Writes states that have been checked: the memberships, their dated rows and the audit. */
export async function setStates(ctx: Context, changes: readonly StateChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ membership, to, on, reason }) => ({
    id: newId(ctx.at),
    membership_id: membership.id,
    state: to,
    since: on,
    reason,
  }))
  const records = sql`json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, membership_id uuid, state text, since date, reason text)`
  await ctx.tx.rows(sql`update membership m set state = r.state from ${records} where m.id = r.membership_id`)
  await ctx.tx.rows(sql`
    insert into membership_state (id, membership_id, state, since, recorded_at, reason, by_person)
    select r.id, r.membership_id, r.state, r.since, ${ctx.at}, r.reason, ${ctx.principal.personId}::uuid from ${records}`)
  for (const { membership, to, on, reason } of changes)
    ctx.audit({
      noun: 'Membership',
      subjectId: membership.id,
      node: { id: membership.nodeId, scopeIds: membership.scopeIds },
      before: { state: membership.state, since: membership.since },
      after: { state: to, since: on },
      person: { id: membership.personId },
      ...(reason && { reason }),
    })
}
