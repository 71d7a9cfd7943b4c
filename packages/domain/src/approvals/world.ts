/** Who sits where, as the engine sees it. All of this is asked in the power of the movement. */
import { levelOfRoles, type NodeKind, type Role } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { settingsOf } from '../org/index.ts'
import type { Place } from './request-kind.ts'
import type { RouteWorld } from './route-world.ts'
import type { WorkCalendar } from './working-days.rules.ts'

/** Somebody who stands in, and the highest level that they hold in the movement. */
interface Deputy {
  id: string
  level: number
}
/** A world with what people call things, and who stands in for whom. */
export interface NamedWorld extends RouteWorld {
  movementId: string
  places: ReadonlyMap<string, { id: string; name: string; kind: string }>
  /** Absent person → deputies at the instant. */
  deputies: ReadonlyMap<string, Deputy[]>
  at: Date
}

/** The world of a case at this place: three statements. `people` are those whose level counts, wherever they hold it. */
export async function worldAt(
  power: Context,
  { scopeIds }: Pick<Place, 'scopeIds'>,
  people: readonly string[],
  at: Date,
): Promise<NamedWorld> {
  const movementId = scopeIds[0]!
  const nodes = await power.tx.rows<{ id: string; kind: NodeKind; name: string }>(sql`
    select id, kind, name from org_node
     where id = any (${[...scopeIds]}::uuid[]) or (parent_id = ${movementId}::uuid and kind = 'Board' and state = 'active')
     order by id`)
  const chain = scopeIds.flatMap((id) => nodes.filter((node) => node.id === id))
  const boardIds = nodes.filter(({ kind }) => kind === 'Board').map(({ id }) => id)
  const holders = await power.tx.rows<{ personId: string; role: Role; nodeId: string }>(sql`
    select person_id as "personId", role, node_id as "nodeId"
      from app.sitting(${movementId}::uuid, ${[...scopeIds, ...boardIds]}::uuid[], ${[...people]}::uuid[], ${at})`)
  const sitting = [...new Set(holders.map(({ personId }) => personId))]
  // A deputy has a seat of their own in this movement, now and not only when they were named.
  const absent = await power.tx.rows<{ personId: string; deputyId: string; roles: Role[] }>(sql`
    select b.person_id as "personId", b.deputy_id as "deputyId", array_agg(distinct a.role) as roles
      from absence b
      join person p on p.id = b.deputy_id and p.state <> 'archived'
      join account c on c.person_id = b.deputy_id and c.deactivated_at is null
      join role_assignment a on a.person_id = b.deputy_id and a.scope_ids @> array[${movementId}::uuid]
       and a.starts_at <= ${at} and (a.ends_at is null or a.ends_at > ${at})
     where b.person_id = any (${sitting}::uuid[]) and b.ended_at is null and b.starts_at <= ${at} and b.ends_at > ${at}
       and not exists (select from org_node n where n.id = any (a.scope_ids) and n.state = 'closed')
     group by b.id, b.person_id, b.deputy_id, b.starts_at
     order by b.starts_at, b.id`)
  return {
    ...{ movementId, chain, boardIds, holders, at },
    places: new Map(nodes.map((node) => [node.id, node])),
    deputies: new Map(
      [...Map.groupBy(absent, ({ personId }) => personId)].map(([id, rows]) => [
        id,
        rows.map(({ deputyId, roles }) => ({ id: deputyId, level: levelOfRoles(roles) })),
      ]),
    ),
  }
}

/** How these people are called: for cases and places that the reader may see. */
export async function namesOf(power: Context, ids: Iterable<string | null | undefined>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => typeof id === 'string')
  if (wanted.length === 0) return new Map()
  const rows = await power.tx.rows<{ id: string; name: string }>(
    sql`select id, name from app.approval_names(${wanted}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** These people with every other record of the same ones. Source: APR-2 (nobody approves their own). */
export async function samePeople(power: Context, ids: readonly string[]): Promise<string[]> {
  const rows = await power.tx.rows<{ personId: string }>(
    sql`select person_id as "personId" from app.same_people(${[...new Set(ids)]}::uuid[])`,
  )
  return rows.map(({ personId }) => personId)
}

/** The calendar by which people of this node work. Source: ORG-2, APR-2. */
export async function calendarAt(power: Context, nodeId: string): Promise<WorkCalendar> {
  const { timeZone, restDays, holidays, breaks } = await settingsOf(power, nodeId)
  return {
    timeZone: timeZone.value,
    restDays: restDays.value,
    holidays: holidays.value,
    breaks: breaks.value,
  }
}
