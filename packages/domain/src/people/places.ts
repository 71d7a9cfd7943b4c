/** The nodes that people belong to, with what a person's data inherit from them. */
import { may, type Noun } from '@ministry/access'
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { dateIn, type CalendarDate } from '@ministry/kernel/calendar'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'

/** Today where days begin first: nobody is born after that. */
export const latestToday = (ctx: Context): CalendarDate => dateIn(ctx.at, 'Etc/GMT-14')

export interface Place {
  id: string
  name: string
  scopeIds: string[]
  state: string
  /** ISO 3166 alpha-2, of the node or the nearest above. */
  country: string | null
  /** Today there. */
  today: CalendarDate
}

/** These nodes by id, in one statement. Throws NotFound if one of them isn't there or can't be seen. */
export async function placesOf(ctx: Context, nodeIds: readonly string[]): Promise<Map<string, Place>> {
  const places = await visiblePlaces(ctx, nodeIds)
  if (nodeIds.some((id) => !places.has(id))) throw notFound('OrgNode')
  return places
}

/** Those of the nodes that can be seen, by id, in one statement. */
export async function visiblePlaces(ctx: Context, nodeIds: readonly string[]): Promise<Map<string, Place>> {
  const rows = await ctx.tx.rows<Omit<Place, 'today'> & { timeZone: string | null }>(sql`
    select n.id, n.name, n.scope_ids as "scopeIds", n.state, i.country, i.time_zone as "timeZone"
      from org_node n
      cross join lateral (
        select (array_agg(a.country order by a.depth desc) filter (where a.country is not null))[1] country,
               (array_agg(a.time_zone order by a.depth desc) filter (where a.time_zone is not null))[1] time_zone
          from org_node a where a.id = any (n.scope_ids)) i
     where n.id = any (${[...new Set(nodeIds)]}::uuid[])`)
  const places = new Map<string, Place>()
  for (const { timeZone, ...row } of rows)
    if (may(ctx.ability, 'read', 'OrgNode', row))
      places.set(row.id, { ...row, today: dateIn(ctx.at, timeZone ?? 'UTC') })
  return places
}

/** Throws NotAllowed unless rows of the noun may be acted on anywhere at this place. */
export function assertReaches(ctx: Context, action: string, noun: Noun, place: Place): void {
  if (!reaches(ctx, action, noun, place)) throw notAllowed(action, noun)
}
