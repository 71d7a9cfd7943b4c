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

export interface RolePlace {
  id: string
  kind: NodeKind
  state: string
  scopeIds: readonly string[]
}

/** Whether somebody with these roles may give (or end) this role at this place: as the appointing seat or one above it. */
export const mayAppoint = (held: readonly HeldRole[], role: string, place: Pick<RolePlace, 'scopeIds'>): boolean =>
  isSeat(role) &&
  held.some(({ role: seat, nodeId }) => nodeId !== null && place.scopeIds.includes(nodeId) && appoints(seat, role))

/** The seats at a node that somebody may be proposed for. Who decides is the route's affair. */
export const seatsToFill = (place: RolePlace): Role[] => (place.state === 'active' ? seatsOf(place.kind) : [])

/** Whether somebody with these roles names a member of this Board without asking: while it can't decide. Source: ACC-3. */
export const namesTheFirstBoard = (held: readonly HeldRole[], place: RolePlace, boardMembers: number): boolean =>
  place.kind === 'Board' &&
  boardMembers < BOARD_QUORUM &&
  held.some(({ role, nodeId }) => role === 'national-director' && nodeId === place.scopeIds[0])

export interface RoleAsked {
  role: string
  place: RolePlace
  startsAt: Date
  endsAt: Date | null
}
interface Held {
  startsAt: Date
  endsAt: Date | null
}

/**
 * What must hold for a role to be given, in order; each by the code of the rule: `accounts.assign-role.` `unknown-role`,
 * `follows-from-membership`, `wrong-kind`, `node-closed`, `ends-before-it-starts`, `already-held`. `held` are the times in which
 * the person holds this role here. Source: ACC-1, ACC-2.
 */
export function checksOfRole({ role, place, startsAt, endsAt }: RoleAsked, held: readonly Held[]) {
  const known = (roleNames as string[]).includes(role)
  const seat = isSeat(role) && memberRoles[place.kind] !== role
  const overlaps = held.some(
    (other) => (!other.endsAt || other.endsAt > startsAt) && (!endsAt || other.startsAt < endsAt),
  )
  const check = (what: string, passed: boolean) => ({ code: `accounts.assign-role.${what}`, passed })
  return [
    check('unknown-role', known),
    check('follows-from-membership', !known || seat),
    { ...check('wrong-kind', !isSeat(role) || roles[role].at === place.kind), values: { role, kind: place.kind } },
    check('node-closed', place.state === 'active'),
    check('ends-before-it-starts', !endsAt || endsAt > startsAt),
    check('already-held', !overlaps),
  ]
}

/**
 * What must hold for a seat of the Board's to be ended by a case: `accounts.end-role.` `directly` (others are ended by who appoints
 * them), `not-held`, `in-the-past`. Source: ACC-2, APR-3.
 */
export function checksOfEnd(role: string, held: readonly Held[], endsAt: Date | null, at: Date) {
  const present = held.some((one) => !one.endsAt || one.endsAt > at)
  return [
    { code: 'accounts.end-role.directly', passed: isSeat(role) && appointedBy[role] === 'the-board' },
    { code: 'accounts.end-role.not-held', passed: present },
    { code: 'accounts.end-role.in-the-past', passed: !endsAt || endsAt.getTime() > at.getTime() - A_DAY },
  ]
}
/**
 * What must hold for a role to be handed over, beside what holds for giving it: `accounts.hand-over.not-held`, by whoever gives it up,
 * until the successor begins. Source: ACC-7.
 */
export const checksOfHandOver = (held: readonly Held[], begins: Date) => [
  {
    code: 'accounts.hand-over.not-held',
    passed: held.some(({ startsAt, endsAt }) => startsAt <= begins && (!endsAt || endsAt > begins)),
  },
]
/** A day ago is today somewhere. */
const A_DAY = 86_400_000

/** The code of the first rule that the role would break, or null. */
export const obstacleToRole = (asked: RoleAsked, held: readonly Held[]): string | null =>
  checksOfRole(asked, held).find(({ passed }) => !passed)?.code ?? null

/**
 * Throws RuleBroken unless the assignment may be ended then: `accounts.end-role.` `already-ended`, `in-the-past`, `later`,
 * `to-oneself`, `board-decides`, `not-yours-to-end`.
 */
export function assertEndable(asked: {
  role: string
  place: Pick<RolePlace, 'scopeIds'>
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
