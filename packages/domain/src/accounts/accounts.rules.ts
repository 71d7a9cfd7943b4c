/** Whose account is whose business, and how long links work. Source: ACC-4, ACS-2. */
import { active, appointedBy, isSeat, levels, rightsOf, type HeldRole, type Noun } from '@ministry/access'
import type { InvitationState } from './accounts.schema.ts'
import { appoints, mayAppoint } from './appointments.rules.ts'

/** Something that a person is or holds somewhere: the home (without a role), or an open role. */
export interface PersonPlace {
  role: string | null
  nodeId: string | null
  scopeIds: readonly string[]
}

/**
 * Whether somebody with these roles answers for all that the person is and holds: each place lies where one of the roles
 * carries the act, and whoever leads that very place, or is appointed by the Board, is the business of the seat above.
 */
export function answersFor(
  held: readonly HeldRole[],
  action: string,
  noun: Noun,
  places: readonly PersonPlace[],
  at: Date,
): boolean {
  const acting = held.filter(active(at))
  return places.every(
    (place) =>
      place.nodeId === null || acting.some((role) => carries(role, action, noun, place, at) && outranks(role, place)),
  )
}

function carries(role: HeldRole, action: string, noun: Noun, { scopeIds }: PersonPlace, at: Date) {
  const rights = rightsOf({ accountId: '', personId: '', roles: [role] }, at)
  return rights.some(
    (right) =>
      right.noun === noun &&
      right.place === 'below-or-at' &&
      right.only === undefined &&
      (right.actions.includes(action) || right.actions.includes('manage')) &&
      scopeIds.some((id) => right.nodeIds.includes(id)),
  )
}

function outranks({ role: seat, nodeId }: HeldRole, { role, nodeId: there }: PersonPlace) {
  if (role === null || !isSeat(role)) return true
  if (appointedBy[role] === 'the-board') return seat === 'national-director' && role !== 'national-director'
  return nodeId !== there || levels[role] === undefined || appoints(seat, role)
}

/**
 * Why somebody with these roles can't invite whoever holds those, or null: a part of the rule's code. They answer for all of
 * them, and send the link to an address that the person is known by, unless they could give each seat themself: a new address
 * opens whatever its owner holds. Source: ACC-4, ACS-2.
 */
export function obstacleToOffer(
  held: readonly HeldRole[],
  action: 'create' | 'resend',
  roles: readonly PersonPlace[],
  addressKnown: boolean,
  at: Date,
): 'beyond-your-reach' | 'address-not-known' | null {
  if (!answersFor(held, action, 'Invitation', roles, at)) return 'beyond-your-reach'
  const seats = roles.filter(({ role }) => role !== null && isSeat(role))
  return addressKnown || answersFor(held, 'assign', 'RoleAssignment', seats, at) ? null : 'address-not-known'
}

/**
 * Whether somebody with these roles may see a link that opens the person's account: whoever follows it has all that the person
 * holds. So each seat must be one that they could give themself, which leaves out their equals, everybody above, and those whom
 * the Board appoints; and nobody vouches for somebody of whom they see no place at all. Source: ACS-2, ACS-3, ACC-3.
 */
export function mayKeepKeysOf(held: readonly HeldRole[], places: readonly PersonPlace[], at: Date): boolean {
  const acting = held.filter(active(at))
  const seats = places.filter(({ role }) => role !== null && isSeat(role))
  return (
    places.length > 0 &&
    answersFor(held, 'deactivate', 'Account', places, at) &&
    seats.every((seat) => mayAppoint(acting, seat.role!, seat))
  )
}

/** What became of an invitation. */
export function invitationStateOf(
  invitation: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  at: Date,
): InvitationState {
  if (invitation.acceptedAt) return 'accepted'
  if (invitation.revokedAt) return 'revoked'
  return invitation.expiresAt <= at ? 'expired' : 'open'
}

const hour = 3_600_000
/** How long mailed links work, in milliseconds. Source: ACC-4. */
export const linkLength = { invitation: 7 * 24 * hour, reset: hour }
