/** Who an account is and what it may count on, in one statement: it runs before every request. Source: ACC-2, ACC-3, ACC-5. */
import {
  grantsOf,
  memberRoles,
  roleNames,
  type HeldRole,
  type Principal,
  type Reach,
  type Role,
} from '@ministry/access'
import { sql, type Sql } from '@ministry/db'

/** A row of `whoAsks` without its session. */
export interface AskerRow {
  accountId: string
  personId: string
  username: string | null
  email: string
  name: string
  /** Whether the account asks for more than a password. */
  secondFactor: boolean
  roles: RoleRow[]
  standsInFor: { personId: string; startsAt: string; endsAt: string; roles: RoleRow[] }[]
}
interface RoleRow {
  role: Role
  nodeId: string | null
  scopeIds: string[]
  startsAt: string
  endsAt: string | null
  groupIds: string[] | null
  graduateIds: string[] | null
}

/** Some cells of the matrix reach only the groups, or only the graduate networks, below the node: these roles bring them along. */
const rolesReaching = (reach: Reach): Role[] =>
  roleNames.filter((role) => grantsOf(role).some((grant) => grant.reach === reach))
const reachingGroups = rolesReaching('groups')
const reachingGraduates = rolesReaching('graduate-branch')

const below = (kind: string, among: readonly Role[]) => sql`
  case when a.role = any (${among}::text[]) then
    (select coalesce(jsonb_agg(b.id), '[]') from org_node b where b.scope_ids @> array[a.node_id] and b.kind = ${kind}) end`

/**
 * `source` is a FROM clause that yields the account as `c`; `columns` are read besides. Roles that have ended and roles
 * in closed places are left out, those still to come are in: `active(at)` decides about them at the moment of use.
 */
export const whoAsks = (columns: Sql, source: Sql, at: Date): Sql => sql`
  select ${columns}, c.id as "accountId", c.person_id as "personId", c.username, c.email,
         coalesce(p.preferred_name, p.name) as name, held.roles,
         exists (select from totp_factor f where f.account_id = c.id and f.confirmed_at is not null)
           or exists (select from passkey k where k.account_id = c.id) as "secondFactor",
         -- Whom they stand in for, with the seats of each: a deputy signs requests, and has no other right of theirs.
         (select coalesce(jsonb_agg(jsonb_build_object('personId', b.person_id, 'startsAt', b.starts_at, 'endsAt', b.ends_at, 'roles',
                   (select coalesce(jsonb_agg(jsonb_build_object('role', a.role, 'nodeId', a.node_id, 'scopeIds', a.scope_ids, 'startsAt', a.starts_at, 'endsAt', a.ends_at)), '[]')
                      from role_assignment a
                     where a.person_id = b.person_id and (a.ends_at is null or a.ends_at > ${at})
                       -- Only as long as they have a seat of their own in that movement.
                       and exists (select from role_assignment own
                                    where own.person_id = c.person_id and own.scope_ids[1] = a.scope_ids[1]
                                      and own.starts_at <= ${at} and (own.ends_at is null or own.ends_at > ${at}))
                       and not exists (select from org_node n where n.id = any (a.scope_ids) and n.state = 'closed')))), '[]')
            from absence b
           where b.deputy_id = c.person_id and b.ended_at is null and b.ends_at > ${at}
             and exists (select from account absent where absent.person_id = b.person_id and absent.deactivated_at is null)) as "standsInFor"
    from ${source}
    join person p on p.id = c.person_id
   cross join lateral (
     select coalesce(jsonb_agg(h), '[]') roles from (
       select a.role, a.node_id as "nodeId", a.scope_ids as "scopeIds", a.starts_at as "startsAt", a.ends_at as "endsAt",
              ${below('SmallGroup', reachingGroups)} as "groupIds",
              ${below('GraduateNetwork', reachingGraduates)} as "graduateIds"
         from role_assignment a
        where a.person_id = c.person_id and (a.ends_at is null or a.ends_at > ${at})
       union all
       -- A date begins first where the clocks are fourteen hours ahead.
       select ${JSON.stringify(memberRoles)}::jsonb ->> n.kind, m.node_id, m.scope_ids,
              m.joined_on::timestamp at time zone 'Etc/GMT-14', null, null, null
         from membership m join org_node n on n.id = m.node_id
        where m.person_id = c.person_id and m.left_on is null and n.kind = any (${Object.keys(memberRoles)}::text[])) h
      where not exists (
        select from org_node n where n.id = any (h."scopeIds") and n.state = 'closed')) held
   where c.deactivated_at is null`

/** The principal that abilities are built from. */
export const principalFrom = ({ accountId, personId, roles, standsInFor }: AskerRow): Principal => ({
  accountId,
  personId,
  roles: roles.map(heldRole),
  ...(standsInFor.length && {
    standsInFor: standsInFor.map((absent) => ({
      personId: absent.personId,
      startsAt: new Date(absent.startsAt),
      endsAt: new Date(absent.endsAt),
      roles: absent.roles.map(heldRole),
    })),
  }),
})

const heldRole = ({ role, nodeId, scopeIds, startsAt, endsAt, groupIds, graduateIds }: RoleRow): HeldRole => ({
  role,
  nodeId,
  scopeIds,
  startsAt: new Date(startsAt),
  endsAt: endsAt === null ? null : new Date(endsAt),
  ...(groupIds && { groupIds }),
  ...(graduateIds && { graduateIds }),
})
