/** The chips of the people list as SQL over `person_scope s` and `person p`. Source: PPL-3. */
import { join, sql, type Sql } from '@ministry/db'
import type { PeopleFilter } from './people.schema.ts'

/** The last row of the page before. */
export interface Behind {
  sortName: string
  id: string
}

/** Whether the kept counts answer how many there are. */
export const onlyStates = ({ states: _, belowNodeId: __, ...others }: PeopleFilter): boolean =>
  Object.values(others).every((value) => value === undefined || value === false)

/** What a list row must be: equality on the node first, which the index is ordered under. */
export function rowConditions(nodeId: string, { states, directOnly, joinedSince }: PeopleFilter): Sql[] {
  const [state, ...others] = states ?? []
  return [
    sql`s.ancestor_id = ${nodeId}::uuid`,
    state === undefined
      ? sql`s.state <> 'archived'`
      : others.length
        ? // Not as the index of the states would take it: that one would have to sort.
          sql`coalesce(s.state, '') = any (${states}::text[])`
        : sql`s.state = ${state}`,
    ...(directOnly || joinedSince ? [membershipHere(nodeId, directOnly, joinedSince)] : []),
  ]
}

/** What the person must be. */
export function personConditions({ genders, graduation, doNotContact }: PeopleFilter): Sql[] {
  return [
    ...(genders ? [sql`p.gender = any (${genders}::text[])`] : []),
    ...(graduation?.from === undefined ? [] : [sql`p.expected_graduation >= ${String(graduation.from)}`]),
    ...(graduation?.to === undefined ? [] : [sql`p.expected_graduation < ${String(graduation.to + 1)}`]),
    ...(doNotContact === undefined ? [] : [sql`p.do_not_contact = ${doNotContact}`]),
  ]
}

function membershipHere(nodeId: string, direct: boolean | undefined, joinedSince: string | undefined): Sql {
  const where = [
    sql`m.person_id = s.person_id and m.left_on is null`,
    direct ? sql`m.node_id = ${nodeId}::uuid` : sql`m.scope_ids @> array[${nodeId}::uuid]`,
    ...(joinedSince ? [sql`m.joined_on >= ${joinedSince}::date`] : []),
  ]
  return sql`exists (select from membership m where ${join(where, ' and ')})`
}

/** Behind the last row of the page before, in list order. */
export const behind = ({ sortName, id }: Behind): Sql => sql`(s.sort_name, s.person_id) > (${sortName}, ${id}::uuid)`
