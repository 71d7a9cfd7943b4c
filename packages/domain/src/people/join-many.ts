/** The set form of people.join-node. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { MinistryError, notFound, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { atRow } from './at-row.ts'
import { lockPeople } from './lock-people.ts'
import { openMemberships } from './open-memberships.ts'
import type { OpenState } from './people.schema.ts'
import { visiblePlaces, type Place } from './places.ts'
import { readPeople } from './read-people.ts'

export interface Joining {
  personId: string
  nodeId: string
  state: OpenState
  /** Absent, today there. */
  joinedOn?: CalendarDate | undefined
}

/**
 * Adds further memberships of people who have a home, with their first state and an audit entry; one that is open already is left.
 * Each person and node once. Answers with the membership that was made for each, or null where one was open. Errors: NotFound,
 * NotAllowed, RuleBroken people.join-node.{archived, node-closed, in-future}; `values.row` is the place in the input, from 0.
 * Source: PPL-2.
 */
export async function joinMany(ctx: Context, joinings: readonly Joining[]): Promise<(string | null)[]> {
  if (joinings.length === 0) return []
  await lockPeople(
    ctx,
    joinings.map(({ personId }) => personId),
  )
  const checked = (await checkJoinings(ctx, joinings)).map((one, row) =>
    atRow(row, () => {
      if ('error' in one) throw one.error
      return one
    }),
  )
  const made = checked.filter(({ open }) => !open).map(({ membership }) => membership)
  await insertMemberships(ctx, made)
  return checked.map(({ membership, open }) => (open ? null : membership.id))
}

/**
 * What each would come to, without making any: the membership, and whether it is open already; or what it is refused with. Three
 * statements. Source: PPL-2.
 */
export async function checkJoinings(
  ctx: Context,
  joinings: readonly Joining[],
): Promise<({ membership: NewMembership; open: boolean } | { error: MinistryError })[]> {
  const ids = joinings.map(({ personId }) => personId)
  const people = await readPeople(ctx, ids)
  const memberships = await openMemberships(ctx, ids)
  const places = await visiblePlaces(
    ctx,
    joinings.map(({ nodeId }) => nodeId),
  )
  return joinings.map(({ personId, nodeId, state, joinedOn }) => {
    try {
      const place = places.get(nodeId)
      const person = people.get(personId)
      if (!place) throw notFound('OrgNode')
      if (!person) throw notFound('Person')
      const { today, scopeIds } = place
      allow(ctx, 'create', 'Membership', { nodeId, personId, scopeIds })
      // To belong somewhere lets its leaders see everything: who sees only a line of a list can't open the rest by it.
      allow(ctx, 'read', 'Person', person, 'state')
      if (person.state === 'archived') throw ruleBroken('people.join-node.archived')
      if (place.state === 'closed') throw ruleBroken('people.join-node.node-closed', { node: place.name })
      if (joinedOn && joinedOn > today) throw ruleBroken('people.join-node.in-future')
      const open = memberships.get(personId)?.some((membership) => membership.nodeId === place.id) ?? false
      return { membership: { id: newId(ctx.at), personId, place, state, joinedOn: joinedOn ?? today }, open }
    } catch (error) {
      if (!(error instanceof MinistryError)) throw error
      return { error }
    }
  })
}

export interface NewMembership {
  id: string
  personId: string
  place: Place
  state: OpenState
  joinedOn: CalendarDate
  isHome?: boolean
  reason?: string | null | undefined
}

/** Writes memberships that have been checked, with their first state and the audit. */
export async function insertMemberships(ctx: Context, rows: readonly NewMembership[]): Promise<void> {
  if (rows.length === 0) return
  const records = rows.map(({ id, personId, place, state, joinedOn, isHome = false, reason }) => ({
    id,
    state_id: newId(ctx.at),
    person_id: personId,
    node_id: place.id,
    is_home: isHome,
    state,
    joined_on: joinedOn,
    reason,
  }))
  const given = sql`json_to_recordset(${JSON.stringify(records)}::json)
    as r(id uuid, state_id uuid, person_id uuid, node_id uuid, is_home bool, state text, joined_on date, reason text)`
  await ctx.tx.rows(sql`
    insert into membership (id, person_id, node_id, is_home, state, joined_on)
    select r.id, r.person_id, r.node_id, r.is_home, r.state, r.joined_on from ${given}`)
  await ctx.tx.rows(sql`
    insert into membership_state (id, membership_id, state, since, recorded_at, reason, by_person)
    select r.state_id, r.id, r.state, r.joined_on, ${ctx.at}, r.reason, ${ctx.principal.personId}::uuid from ${given}`)
  for (const { id, personId, place, state, joinedOn, isHome = false, reason } of rows)
    ctx.audit({
      noun: 'Membership',
      subjectId: id,
      node: place,
      after: { nodeId: place.id, state, joinedOn, isHome },
      person: { id: personId },
      ...(reason && { reason }),
    })
}
