import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import { dateIn, type CalendarDate } from '@ministry/kernel/calendar'
import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { openStates, type PeopleFilter } from './people.schema.ts'

export interface ListedPlace {
  id: string
  scopeIds: string[]
  /** How many people of the asked states the kept counts know here; 0 for who may not read them. */
  people: number
  /** Today there. */
  today: CalendarDate
}

/**
 * The node whose people are listed (the one that the filter names below, or the node itself) with its count of the states asked
 * for, in one statement. Throws NotFound if it can't be seen or doesn't lie below. Source: ACS-3.
 */
export async function placeToList(ctx: Context, nodeId: string, filter: PeopleFilter): Promise<ListedPlace> {
  const [place] = await ctx.tx.rows<Omit<ListedPlace, 'today'> & { timeZone: string | null }>(sql`
    select n.id, n.scope_ids as "scopeIds",
           (select substr(max(lpad(a.depth::text, 4, '0') || a.time_zone), 5)
              from org_node a where a.id = any (n.scope_ids)) as "timeZone",
           coalesce((select sum(c.people) from people_count c
                      where c.node_id = n.id and c.state = any (${filter.states ?? [...openStates]}::text[])), 0)::int as people
      from org_node n where n.id = ${filter.belowNodeId ?? nodeId}::uuid`)
  if (!place || !place.scopeIds.includes(nodeId) || !may(ctx.ability, 'read', 'OrgNode', place))
    throw notFound('OrgNode')
  return { ...place, today: dateIn(ctx.at, place.timeZone ?? 'UTC') }
}
