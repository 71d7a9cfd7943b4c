/** Who can hold what where. Source: ORG-1, ACC-1. */

export const nodeKinds = [
  'National',
  'Region',
  'Board',
  'Campus',
  'GraduateNetwork',
  'SmallGroup',
  'GraduateGroup',
] as const
export type NodeKind = (typeof nodeKinds)[number]

/** What may stand under what. A National node stands under nothing. Source: ORG-1. */
export const allowedChildren: Record<NodeKind, readonly NodeKind[]> = {
  National: ['Region', 'Board'],
  Region: ['Campus', 'GraduateNetwork'],
  Board: [],
  Campus: ['SmallGroup'],
  GraduateNetwork: ['GraduateGroup'],
  SmallGroup: [],
  GraduateGroup: [],
}

/** The roles, each with the kind of node it is held at; null is held nowhere in the tree. Source: ACC-1. */
export const roles = {
  'national-director': { at: 'National', leads: true },
  'national-administrator': { at: 'National', leads: false },
  'finance-director': { at: 'National', leads: false },
  'training-coordinator': { at: 'National', leads: false },
  'regional-director': { at: 'Region', leads: true },
  'regional-administrator': { at: 'Region', leads: false },
  'alumni-coordinator': { at: 'Region', leads: false },
  'campus-leader': { at: 'Campus', leads: true },
  'small-group-coordinator': { at: 'Campus', leads: false },
  'campus-administrator': { at: 'Campus', leads: false },
  'cell-leader': { at: 'SmallGroup', leads: true },
  'small-group-admin': { at: 'SmallGroup', leads: false },
  'small-group-member': { at: 'SmallGroup', leads: false },
  'graduate-group-leader': { at: 'GraduateGroup', leads: true },
  'graduate-member': { at: 'GraduateGroup', leads: false },
  'board-member': { at: 'Board', leads: false },
  'external-contributor': { at: null, leads: false },
} as const satisfies Record<string, { at: NodeKind | null; leads: boolean }>
export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as Role[]
/** Whether the role is held at the top of a movement: in its National node, or on its Board. */
export const isNational = (role: string): boolean =>
  isRole(role) && (roles[role].at === 'National' || roles[role].at === 'Board')

/** National, finance and administrator roles: who holds one signs in with two factors. Source: ACC-4. */
export const rolesOfTwoFactors: readonly Role[] = [
  ...roleNames.filter((role) => roles[role].at === 'National'),
  'regional-administrator',
  'campus-administrator',
]
/** Whether a text from outside names a role. */
export const isRole = (name: string): name is Role => Object.hasOwn(roles, name)

/** Roles that follow from an open membership in a group; nobody assigns them. Source: ACC-3. */
export const memberRoles: Partial<Record<NodeKind, Role>> = {
  SmallGroup: 'small-group-member',
  GraduateGroup: 'graduate-member',
}

/** The seats of a kind of node: every role that is assigned (not derived) there. Source: ORG-4. */
export const seatsOf = (kind: NodeKind): Role[] =>
  roleNames.filter((role) => roles[role].at === kind && memberRoles[kind] !== role)

/** A role somebody holds: a dated assignment, or the consequence of a membership. */
export interface HeldRole {
  role: Role
  nodeId: string | null
  /** From the National node down to the node itself. */
  scopeIds: readonly string[]
  startsAt: Date
  endsAt: Date | null
  /** Small groups below the node; only where a cell of the matrix reaches just these. */
  groupIds?: readonly string[]
  /** Graduate networks below the node; likewise. */
  graduateIds?: readonly string[]
}

/** The one predicate of time: started, and not ended yet. An end bites at its very instant. Source: ACC-2. */
export const active =
  (at: Date) =>
  ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date | null }): boolean =>
    startsAt <= at && (endsAt === null || endsAt > at)
