/** The table of seats: who appoints whom, at which level, and where a seat's own cases climb to. Source: APR-3. */
import type { Principal } from './rights.ts'
import { active, roles, type NodeKind, type Role } from './roles.ts'

/** Roles that somebody assigns; the others follow from memberships, or come with a gift or a registration. */
export type Seat = Exclude<Role, 'small-group-member' | 'graduate-member' | 'external-contributor'>

/** Each seat with the one that fills it. Source: APR-3. */
export const appointedBy: Record<Seat, Seat | 'the-board'> = {
  'cell-leader': 'campus-leader',
  'small-group-admin': 'cell-leader',
  'graduate-group-leader': 'alumni-coordinator',
  'campus-leader': 'regional-director',
  'small-group-coordinator': 'campus-leader',
  'campus-administrator': 'regional-director',
  'alumni-coordinator': 'regional-director',
  'regional-director': 'national-director',
  'regional-administrator': 'national-director',
  'national-administrator': 'national-director',
  'training-coordinator': 'national-director',
  'finance-director': 'national-director',
  'national-director': 'the-board',
  'board-member': 'the-board',
}

/** Levels of the same table; who acts as a member has none. Source: APR-3. */
export const levels: Partial<Record<Role, number>> = {
  'cell-leader': 1,
  'graduate-group-leader': 1,
  'campus-leader': 2,
  'alumni-coordinator': 2,
  'regional-director': 3,
  'national-director': 4,
  'finance-director': 4,
  'board-member': 4,
}

/** The highest level among these roles; 0 for those who act as members. Source: APR-3. */
export const levelOfRoles = (roles: readonly string[]): number =>
  Math.max(0, ...roles.map((role) => levels[role as Role] ?? 0))
/** The roles that somebody assigns, of this level or above. Source: APR-2, APR-3. */
export const rolesFrom = (level: number): Seat[] =>
  (Object.keys(appointedBy) as Seat[]).filter((role) => (levels[role] ?? 0) >= level)

/** Where a case goes that a seat can't decide: because it is its own, or because nobody sits there. Null: nowhere. Source: APR-3. */
export const climbsTo: Record<Seat, Seat | null> = {
  'cell-leader': 'campus-leader',
  'graduate-group-leader': 'alumni-coordinator',
  'campus-leader': 'regional-director',
  'alumni-coordinator': 'regional-director',
  'regional-director': 'national-director',
  'national-director': 'finance-director',
  'finance-director': 'national-director',
  'small-group-admin': 'cell-leader',
  'small-group-coordinator': 'campus-leader',
  'campus-administrator': 'campus-leader',
  'regional-administrator': 'regional-director',
  'national-administrator': 'national-director',
  'training-coordinator': 'national-director',
  'board-member': null,
}

/** In the graduate branch these count as those of the campus branch. Source: APR-3. */
export const graduateCounterpart: Partial<Record<Role, Seat>> = {
  'cell-leader': 'graduate-group-leader',
  'campus-leader': 'alumni-coordinator',
}

/** The Board decides with two; until there are two, the National Director names them. Source: ACC-3, APR-3. */
export const BOARD_QUORUM = 2

/** Whether the role is one that somebody assigns. */
export const isSeat = (role: string): role is Seat => Object.hasOwn(appointedBy, role)

/** The kind of node a seat stands at. */
export const seatKind = (seat: Seat): NodeKind => roles[seat].at

/** A seat at its place, as the database and the inbox know it. */
export const seatKey = (seat: string, nodeId: string | null): string => `${seat}@${nodeId ?? ''}`

/**
 * The seats that somebody speaks for at an instant, each with the person whose say it is: themself, or whom they stand in for, where
 * they hold a seat of that level themselves in the same movement. Source: APR-2.
 */
export function seatsHeld(
  { personId, roles, standsInFor = [] }: Principal,
  at: Date,
): { key: string; holderId: string }[] {
  const reached = ({ role, scopeIds }: Principal['roles'][number]) =>
    levelOfRoles([role]) <=
    levelOfRoles(roles.filter((own) => active(at)(own) && own.scopeIds[0] === scopeIds[0]).map((own) => own.role))
  const of = (holderId: string, held: Principal['roles']) =>
    held
      .filter((role) => active(at)(role) && isSeat(role.role) && (holderId === personId || reached(role)))
      .map(({ role, nodeId }) => ({ key: seatKey(role, nodeId), holderId }))
  return [
    ...of(personId, roles),
    ...standsInFor.filter(active(at)).flatMap((absent) => of(absent.personId, absent.roles)),
  ]
}
