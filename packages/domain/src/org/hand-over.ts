/** What closing nodes does to the people, roles and invitations there: nothing is orphaned. Source: ORG-3, PPL-2. */
import { sql } from '@ministry/db'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'
import type { NodeRow } from './node-row.ts'

const REASON = 'node closed'

/** People with an open membership at one of these nodes. */
export const peopleWithMembershipAt = async ({ tx }: Context, nodeIds: readonly string[]): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(sql`
      select distinct person_id as id from membership where node_id = any (${nodeIds}::uuid[]) and left_on is null`)
  ).map(({ id }) => id)

interface Handed {
  personId: string
  nodeId: string
  endedId: string
  membershipId: string
  state: string
  isHome: boolean
}

/**
 * Ends the memberships at these nodes and opens one for each person at `target`, in the same state, and the home where one of them
 * was the home; who belongs to `target` already keeps that membership. Two statements for any number of people.
 */
export async function handOverPeople(
  ctx: Context,
  nodes: ReadonlyMap<string, NodeRow>,
  people: readonly string[],
  target: NodeRow,
  today: CalendarDate,
): Promise<void> {
  const { tx, at, principal } = ctx
  const nodeIds = [...nodes.keys()]
  // In one statement, so that nobody is homeless in between: what is derived from memberships is derived once, from the result.
  const handed = await tx.rows<Handed & { isNew: boolean }>(sql`
    with leaving as (
      update membership m set left_on = greatest(m.joined_on, ${today}::date)
       where m.node_id = any (${nodeIds}::uuid[]) and m.left_on is null
      returning m.id, m.person_id, m.node_id, m.is_home, m.state, m.joined_on)
    , person as (
      select distinct on (person_id) person_id, state, bool_or(is_home) over (partition by person_id) as is_home
        from leaving order by person_id, is_home desc, joined_on, id)
    , known as (
      select m.id, m.person_id, m.is_home from membership m join person p on p.person_id = m.person_id
       where m.node_id = ${target.id}::uuid and m.left_on is null)
    , raised as (
      update membership m set is_home = true from known k join person p on p.person_id = k.person_id
       where m.id = k.id and p.is_home and not k.is_home returning m.id)
    , made as (
      insert into membership (id, person_id, node_id, is_home, state, joined_on)
      select n.id, p.person_id, ${target.id}::uuid, p.is_home, p.state, ${today}::date
        from person p join unnest(${people}::uuid[], ${people.map(() => newId(at))}::uuid[]) n(person_id, id) on n.person_id = p.person_id
       where not exists (select from known k where k.person_id = p.person_id)
      returning id, person_id)
    select l.person_id as "personId", l.node_id as "nodeId", l.id as "endedId", l.state, l.is_home as "isHome",
           coalesce(made.id, known.id) as "membershipId", made.id is not null as "isNew"
      from leaving l left join made on made.person_id = l.person_id left join known on known.person_id = l.person_id`)
  const opened = [...new Map(handed.filter(({ isNew }) => isNew).map((row) => [row.membershipId, row.personId]))]
  await tx.rows(sql`
    insert into membership_state (id, membership_id, state, since, recorded_at, reason, by_person)
    select n.id, m.id, m.state, ${today}::date, ${at}, ${REASON}, ${principal.personId}::uuid
      from unnest(${opened.map(([id]) => id)}::uuid[], ${opened.map(() => newId(at))}::uuid[]) n(membership_id, id)
      join membership m on m.id = n.membership_id`)
  for (const { personId, nodeId, endedId, membershipId, state, isHome } of handed)
    ctx.audit({
      noun: 'Membership',
      subjectId: endedId,
      node: { id: nodeId, scopeIds: nodes.get(nodeId)!.scopeIds },
      before: { nodeId, isHome },
      after: { nodeId: target.id, membershipId, leftOn: today },
      person: { id: personId, after: { state } },
      reason: REASON,
    })
}

/** Ends what is held and offered at these nodes, whoever closes them; answers how many roles and invitations. Three statements at most. */
export async function endRolesAndInvitations(
  ctx: Context,
  nodes: ReadonlyMap<string, NodeRow>,
): Promise<{ roles: number; invitations: number }> {
  const { tx, at } = ctx
  const ids = [...nodes.keys()]
  const node = (id: string) => ({ id, scopeIds: nodes.get(id)!.scopeIds })
  const roles = await tx.rows<{ id: string; person_id: string; role: string; node_id: string; ended_at: Date }>(sql`
    select id, person_id, role, node_id, ended_at from app.end_roles_at(${ids}::uuid[], ${at}, ${REASON})`)
  for (const { id, person_id, role, node_id, ended_at } of roles)
    ctx.audit({
      noun: 'RoleAssignment',
      subjectId: id,
      node: node(node_id),
      after: { role, nodeId: node_id, endsAt: ended_at.toISOString() },
      person: { id: person_id },
      reason: REASON,
    })
  await notifyAll(
    ctx,
    roles.map(({ id, person_id: personId, role, node_id: nodeId, ended_at }) => {
      const dedupeKey = `role-ended:${id}:${ended_at.toISOString()}`
      return { personId, kind: 'role-ended', nodeId, aboutId: id, facts: { role }, dedupeKey }
    }),
  )
  const invitations = await tx.rows<{ id: string; person_id: string; node_id: string }>(sql`
    select id, person_id, node_id from app.revoke_invitations_at(${ids}::uuid[], ${at})`)
  for (const { id, person_id, node_id } of invitations)
    ctx.audit({
      noun: 'Invitation',
      subjectId: id,
      node: node(node_id),
      after: { revokedAt: at.toISOString() },
      person: { id: person_id },
      reason: REASON,
    })
  return { roles: roles.length, invitations: invitations.length }
}
