/** Who gives which role to whom, and who ends it. Source: ACC-1, ACC-2, ACC-3, APR-3. */
import {
  appointedBy,
  BOARD_QUORUM,
  isSeat,
  memberRoles,
  roleNames,
  roles,
  seatsOf,
  type HeldRole,
  type NodeKind,
  type Role,
  type Seat,
} from '@ministry/access'
import { ruleBroken } from '@ministry/kernel/errors'

/** Whether the one seat gives the other, or stands above the one that does. */
export function appoints(seat: Role, role: Seat): boolean {
  const by = appointedBy[role]
  return by !== 'the-board' && (by === seat || appoints(seat, by))
}

interface Place {
  id: string
  kind: NodeKind
  state: string
  scopeIds: readonly string[]
}

/** Whether somebody with these roles may give (or end) this role at this place: as the appointing seat or one above it. */
export const mayAppoint = (held: readonly HeldRole[], role: string, place: Pick<Place, 'scopeIds'>): boolean =>
  isSeat(role) &&
  held.some(({ role: seat, nodeId }) => nodeId !== null && place.scopeIds.includes(nodeId) && appoints(seat, role))

/** The seats at a node that somebody with these roles may fill. `boardMembers` counts the present ones of the movement. */
export const assignableAt = (held: readonly HeldRole[], place: Place, boardMembers: number): Role[] =>
  place.state === 'active'
    ? seatsOf(place.kind).filter(
        (role) => mayAppoint(held, role, place) || namesTheFirstBoard(held, role, place, boardMembers),
      )
    : []

function namesTheFirstBoard(held: readonly HeldRole[], role: Role, place: Place, boardMembers: number) {
  const directs = held.some(({ role, nodeId }) => role === 'national-director' && nodeId === place.scopeIds[0])
  return role === 'board-member' && directs && boardMembers < BOARD_QUORUM
}

/**
 * Throws RuleBroken unless the role may be given: `accounts.assign-role.` `unknown-role`, `follows-from-membership`,
 * `wrong-kind`, `node-closed`, `to-oneself`, `board-decides`, `not-yours-to-give`, `in-the-past`, `ends-before-it-starts`.
 */
export function assertAssignable(asked: {
  role: string
  place: Place
  personId: string
  startsAt: Date
  endsAt: Date | null
  at: Date
  by: { personId: string; held: readonly HeldRole[] }
  boardMembers: number
}): asserts asked is typeof asked & { role: Seat } {
  const { role, place, personId, startsAt, endsAt, at, by, boardMembers } = asked
  const broken = (what: string, values = {}) => ruleBroken(`accounts.assign-role.${what}`, values)
  if (!(roleNames as string[]).includes(role)) throw broken('unknown-role')
  if (!isSeat(role) || memberRoles[place.kind] === role) throw broken('follows-from-membership')
  if (roles[role].at !== place.kind) throw broken('wrong-kind', { role, kind: place.kind })
  if (place.state !== 'active') throw broken('node-closed')
  if (personId === by.personId) throw broken('to-oneself')
  if (startsAt < at) throw broken('in-the-past')
  if (endsAt && endsAt <= startsAt) throw broken('ends-before-it-starts')
  if (mayAppoint(by.held, role, place) || namesTheFirstBoard(by.held, role, place, boardMembers)) return
  throw appointedBy[role] === 'the-board'
    ? broken('board-decides')
    : broken('not-yours-to-give', { role, by: appointedBy[role] })
}

/**
 * Throws RuleBroken unless the assignment may be ended then: `accounts.end-role.` `already-ended`, `in-the-past`, `later`,
 * `to-oneself`, `board-decides`, `not-yours-to-end`.
 */
export function assertEndable(asked: {
  role: string
  place: Pick<Place, 'scopeIds'>
  personId: string
  present: { startsAt: Date; endsAt: Date | null }
  endsAt: Date
  at: Date
  by: { personId: string; held: readonly HeldRole[] }
}): void {
  const { role, place, personId, present, endsAt, at, by } = asked
  const broken = (what: string, values = {}) => ruleBroken(`accounts.end-role.${what}`, values)
  if (present.endsAt && present.endsAt <= at) throw broken('already-ended')
  if (endsAt < at) throw broken('in-the-past')
  if (present.endsAt && endsAt > present.endsAt) throw broken('later')
  if (personId === by.personId) throw broken('to-oneself')
  if (mayAppoint(by.held, role, place)) return
  throw isSeat(role) && appointedBy[role] === 'the-board'
    ? broken('board-decides')
    : broken('not-yours-to-end', { role, by: isSeat(role) ? appointedBy[role] : role })
}
