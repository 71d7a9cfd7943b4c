import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { PersonState } from './people.schema.ts'

/** A membership that hasn't ended. */
export interface OpenMembership {
  id: string
  personId: string
  nodeId: string
  isHome: boolean
  state: PersonState
  joinedOn: string
  /** Since when it stands in the state. */
  since: string
  scopeIds: string[]
}

/** The open memberships of people that may be read, by person, home first; one statement. */
export async function openMemberships(
  ctx: Context,
  personIds: readonly string[],
): Promise<Map<string, OpenMembership[]>> {
  ctx.asked('read', 'Membership')
  // OFFSET 0, as with people: person by person, not by way of the policies.
  const rows = await ctx.tx.rows<OpenMembership>(sql`
    select m.* from unnest(${[...new Set(personIds)]}::uuid[]) as w(id) cross join lateral (
      select m.id, m.person_id as "personId", m.node_id as "nodeId", m.is_home as "isHome", m.state, m.joined_on::text as "joinedOn",
             greatest(m.joined_on, (select max(s.since) from membership_state s where s.membership_id = m.id))::text as since,
             m.scope_ids as "scopeIds"
        from membership m where m.person_id = w.id and m.left_on is null offset 0) m
     order by m."isHome" desc, m."joinedOn", m.id`)
  return Map.groupBy(
    rows.filter((row) => may(ctx.ability, 'read', 'Membership', row)),
    ({ personId }) => personId,
  )
}
