/** The tables of APR-3 to APR-5 a second time, copied from the specification and from no code. */
import type { NodeKind, Role } from '@ministry/access'

export type Named = string | { lead: 'here' | 'above' }
/** One step of a chain. */
export interface Line {
  act: 'endorse' | 'decide'
  seats: Named[]
  /** 1 where it isn't told; the Board's is always 2. */
  quorum?: number
}

/** A case and the movement it stands in. Holders are those who sit there now and can sign in. */
export interface OracleCase {
  kind: 'expense' | 'role-assignment' | 'event'
  /** From the National node down to the case's node. */
  chain: readonly { id: string; kind: NodeKind }[]
  /** Open Boards, in any order. */
  boardIds: readonly string[]
  holders: readonly { personId: string; role: Role; nodeId: string }[]
  requesterId: string
  concernedIds: readonly string[]
  /** Minor units of a currency with so many decimals; null where there is none. */
  amount: number | null
  decimals: number
  /** The role asked for, of role assignments. */
  role: string | null
  /** A chain that a movement has published, instead of the product's own. */
  lines?: Line[]
}

// ── The tables of the specification ──────────────────────────────────────────────────────────────────────────
const top = ['national-director', 'finance-director', 'board-member']
const region = ['regional-director', ...top]
const campus = ['campus-leader', ...region]
const alumni = ['alumni-coordinator', ...region]
/** From each seat upwards: whom its cases go to, one after the other. */
export const ladders: Record<string, readonly string[]> = {
  'cell-leader': ['cell-leader', ...campus],
  'campus-leader': campus,
  'graduate-group-leader': ['graduate-group-leader', ...alumni],
  'alumni-coordinator': alumni,
  'regional-director': region,
  'national-director': top,
  'finance-director': ['finance-director', 'national-director', 'board-member'],
  'board-member': ['board-member'],
  'small-group-admin': ['small-group-admin', 'cell-leader', ...campus],
  'small-group-coordinator': ['small-group-coordinator', ...campus],
  'campus-administrator': ['campus-administrator', ...campus],
  'regional-administrator': ['regional-administrator', ...region],
  'national-administrator': ['national-administrator', ...top],
  'training-coordinator': ['training-coordinator', ...top],
}
/** In the graduate branch. */
export const counterparts: Record<string, string> = {
  'cell-leader': 'graduate-group-leader',
  'campus-leader': 'alumni-coordinator',
}
export const standsAt: Record<string, string> = {
  'cell-leader': 'SmallGroup',
  'graduate-group-leader': 'GraduateGroup',
  'campus-leader': 'Campus',
  'alumni-coordinator': 'Region',
  'regional-director': 'Region',
  'national-director': 'National',
  'finance-director': 'National',
  'small-group-admin': 'SmallGroup',
  'small-group-coordinator': 'Campus',
  'campus-administrator': 'Campus',
  'regional-administrator': 'Region',
  'national-administrator': 'National',
  'training-coordinator': 'National',
}
/** −1 for what has no level. */
export const levelOf = (seat: string): number =>
  [
    [],
    ['cell-leader', 'graduate-group-leader'],
    ['campus-leader', 'alumni-coordinator'],
    ['regional-director'],
    ['national-director', 'finance-director', 'board-member'],
  ].findIndex((seats) => seats.includes(seat))
export const leads: Record<NodeKind, string> = {
  National: 'national-director',
  Region: 'regional-director',
  Campus: 'campus-leader',
  SmallGroup: 'cell-leader',
  GraduateNetwork: 'alumni-coordinator',
  GraduateGroup: 'graduate-group-leader',
  Board: 'board-member',
}

const decide = (...seats: Named[]): Line[] => [{ act: 'decide', seats }]
const bands: readonly (readonly [upTo: number, lines: Line[]])[] = [
  [100, [{ act: 'endorse', seats: ['cell-leader'] }, ...decide('campus-leader')]],
  [1000, [{ act: 'endorse', seats: ['campus-leader'] }, ...decide('regional-director')]],
  [5000, [{ act: 'endorse', seats: ['regional-director'] }, ...decide('national-director')]],
  [Infinity, [...decide('national-director'), ...decide('finance-director')]],
]
const appointments: Record<string, Line[]> = {
  'cell-leader': decide('campus-leader'),
  'graduate-group-leader': decide('alumni-coordinator'),
  'campus-leader': decide('regional-director'),
  'alumni-coordinator': decide('regional-director'),
  'regional-director': decide('national-director'),
  'finance-director': decide('national-director'),
  'national-administrator': decide('national-director'),
  'training-coordinator': decide('national-director'),
  'campus-administrator': decide({ lead: 'above' }),
  'regional-administrator': decide({ lead: 'above' }),
  'small-group-coordinator': decide({ lead: 'here' }),
  'small-group-admin': decide({ lead: 'here' }),
  'national-director': decide('board-member'),
  'board-member': decide('board-member'),
}
/** "Appointed by", with the leads at the places where those roles are held: nobody below gives them, whatever a movement publishes. */
export const appointers: Record<string, string> = {
  'cell-leader': 'campus-leader',
  'graduate-group-leader': 'alumni-coordinator',
  'campus-leader': 'regional-director',
  'alumni-coordinator': 'regional-director',
  'regional-director': 'national-director',
  'finance-director': 'national-director',
  'national-administrator': 'national-director',
  'training-coordinator': 'national-director',
  'campus-administrator': 'regional-director',
  'regional-administrator': 'national-director',
  'small-group-coordinator': 'campus-leader',
  'small-group-admin': 'cell-leader',
  'national-director': 'board-member',
  'board-member': 'board-member',
}
const events: Partial<Record<NodeKind, Line[]>> = {
  SmallGroup: decide('campus-leader'),
  Campus: decide('regional-director'),
  Region: decide('national-director'),
  National: decide('national-director', 'finance-director'),
  GraduateGroup: decide('alumni-coordinator'),
  GraduateNetwork: decide('regional-director'),
}

/** The chain of the product's own routes; nothing where no rule holds. Source: APR-3, APR-4, APR-5. */
export function linesOf({ kind, amount, decimals, role, chain }: OracleCase): Line[] | undefined {
  if (kind === 'event') return events[chain.at(-1)!.kind]
  if (kind === 'role-assignment')
    return role !== null && Object.hasOwn(appointments, role) ? appointments[role] : undefined
  return amount === null ? undefined : bands.find(([upTo]) => amount <= upTo * 10 ** decimals)![1]
}
