/** People in their work: how those are called who act at places that the reader sees, and who could be given work. Source: ORG-4, PPL-6. */
import { active, grantsOf, isSeat, roleNames, roles, type Noun, type Role } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from './context.ts'

/** Names by id, of those who hold or held a role at places that the reader sees. One statement, or none. */
export async function colleagueNames({ tx }: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from app.colleague_names(${wanted}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const reaches = (role: Role, action: string, noun: Noun, reach: string) =>
  grantsOf(role).some(
    (grant) =>
      grant.reach === reach &&
      !grant.only &&
      grant.nouns.includes(noun) &&
      (grant.actions.includes(action) || grant.actions.includes('manage')),
  )
/** Seats whose holders may do this to rows of the noun below them; `networks` are those who may in graduate networks alone. */
export function seatsThatMay(action: string, noun: Noun): { roles: Role[]; networks: Role[] } {
  const seats = roleNames.filter((role) => isSeat(role))
  const networks = seats.filter((role) => reaches(role, action, noun, 'graduate-branch'))
  return { roles: [...seats.filter((role) => reaches(role, action, noun, 'subtree')), ...networks], networks }
}

/** Somebody with a seat where a person belongs, the nearest first. */
export interface SeatNear {
  subjectId: string
  personId: string
  name: string
  role: Role
  nodeId: string
  node: string
}
/** Who sits at the places that these people belong to, and above, in seats that may do this; never the person themself. One statement. */
export async function seatsNear(
  { tx, at }: Context,
  subjects: readonly string[],
  action: string,
  noun: Noun,
): Promise<SeatNear[]> {
  const { roles, networks } = seatsThatMay(action, noun)
  return tx.rows<SeatNear>(sql`
    select w.id as "subjectId", t.person_id as "personId", t.name, t.role, t.node_id as "nodeId", t.node
      from unnest(${[...new Set(subjects)]}::uuid[]) w(id)
     cross join lateral app.follow_up_takers(w.id, ${roles}::text[], ${networks}::text[], ${at}) t`)
}

/**
 * Who leads the people, by their id: the nearest of those who sit in seats that may do this, at home rather than elsewhere. Of each one,
 * none where nobody leads. One statement.
 */
export async function leadersNear(
  ctx: Context,
  subjects: readonly { id: string; homeIds: readonly string[] }[],
  action: string,
  noun: Noun,
  besides?: string,
): Promise<Map<string, SeatNear>> {
  const near = await seatsNear(
    ctx,
    subjects.map(({ id }) => id),
    action,
    noun,
  )
  const leading = Map.groupBy(
    near.filter(({ role, personId }) => roles[role].leads && personId !== besides),
    ({ subjectId }) => subjectId,
  )
  return new Map(
    subjects.flatMap(({ id, homeIds }) => {
      const own = leading.get(id) ?? []
      const nearest = own.find(({ nodeId }) => homeIds.includes(nodeId)) ?? own[0]
      return nearest ? [[id, nearest] as const] : []
    }),
  )
}

/** Nodes that somebody leads by a role of their own, now: what they read as the leader of a group or campus. Source: ACS-6. */
export const leadingNodes = ({ principal, at }: Pick<Context, 'principal' | 'at'>): string[] =>
  principal.roles.filter(active(at)).flatMap(({ role, nodeId, graduateIds = [] }) => {
    // In the graduate branch the coordinator counts as the campus leader (APR-3).
    if (role === 'alumni-coordinator') return graduateIds
    return nodeId && ['cell-leader', 'graduate-group-leader', 'campus-leader'].includes(role) ? [nodeId] : []
  })
