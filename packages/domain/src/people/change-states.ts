/** The set form of people.change-state. */
import { allow } from '@ministry/access/scope'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { atRow } from './at-row.ts'
import { lockPeople } from './lock-people.ts'
import { openMemberships, type OpenMembership } from './open-memberships.ts'
import { stateProblem } from './people.rules.ts'
import type { OpenState } from './people.schema.ts'
import { placesOf, type Place } from './places.ts'
import { readPeople } from './read-people.ts'
import { setStates } from './set-states.ts'

export interface StateWish {
  personId: string
  /** Which membership; absent, the home. */
  nodeId?: string | undefined
  to: OpenState
  /** From when on; absent, today there. */
  on?: CalendarDate | undefined
  reason?: string | null | undefined
}

/**
 * Moves memberships along the life-cycle, each with a dated row and an audit entry; one that stands there already is left. Each
 * membership once. Errors: NotFound, NotAllowed, RuleBroken people.change-state.{archived, not-after, in-future, before-last};
 * `values.row` is the place in the input, from 0. Source: PPL-2.
 */
export async function changeStates(ctx: Context, wishes: readonly StateWish[]): Promise<void> {
  if (wishes.length === 0) return
  const ids = wishes.map(({ personId }) => personId)
  await lockPeople(ctx, ids)
  const people = await readPeople(ctx, ids)
  const memberships = await openMemberships(ctx, ids)
  const chosen = wishes.map(({ personId, nodeId }, row) =>
    atRow(row, () => {
      if (!people.has(personId)) throw notFound('Person')
      const found = memberships.get(personId)?.find((m) => (nodeId ? m.nodeId === nodeId : m.isHome))
      if (!found) throw notFound('Membership')
      return found
    }),
  )
  const places = await placesOf(
    ctx,
    chosen.map(({ nodeId }) => nodeId),
  )
  const changes = wishes.map((wish, row) =>
    atRow(row, () => check(ctx, wish, chosen[row]!, places.get(chosen[row]!.nodeId)!)),
  )
  await setStates(
    ctx,
    changes.filter(({ membership, to }) => membership.state !== to),
  )
}

function check(ctx: Context, { to, on, reason }: StateWish, membership: OpenMembership, { today }: Place) {
  allow(ctx, 'update', 'Membership', membership)
  const since = on ?? today
  const problem = membership.state === to ? undefined : stateProblem(membership, to, since, today)
  if (problem)
    throw ruleBroken(`people.change-state.${problem}`, { from: membership.state, to, since: membership.since })
  return { membership, to, on: since, reason }
}
