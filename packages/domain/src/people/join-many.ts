/** The set form of people.join-node. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
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
 * Each person and node once. Errors: NotFound, NotAllowed, RuleBroken people.join-node.{archived, node-closed, in-future};
 * `values.row` is the place in the input, from 0. Source: PPL-2.
 */
export async function joinMany(ctx: Context, joinings: readonly Joining[]): Promise<void> {
  if (joinings.length === 0) return
  const ids = joinings.map(({ personId }) => personId)
  await lockPeople(ctx, ids)
  const people = await readPeople(ctx, ids)
  const memberships = await openMemberships(ctx, ids)
  const places = await visiblePlaces(
    ctx,
    joinings.map(({ nodeId }) => nodeId),
  )
  const rows = joinings.map(({ personId, nodeId, state, joinedOn }, row) =>
    atRow(row, () => {
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
      return { id: newId(ctx.at), personId, place, state, joinedOn: joinedOn ?? today }
    }),
  )
  await insertMemberships(
    ctx,
    rows.filter(({ personId, place }) => !memberships.get(personId)?.some(({ nodeId }) => nodeId === place.id)),
  )
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
