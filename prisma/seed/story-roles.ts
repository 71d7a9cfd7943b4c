/** Who holds which role where in the demo, and who can sign in. Source: ACC-1, ACC-2, ACC-4. */
import { roles, type Role } from '@ministry/access'
import { crowd } from './crowd.ts'
import { fixedId } from './fixed-id.ts'
import { addressPart } from './names.ts'
import { nodes, type NodeName } from './story-nodes.ts'
import { people, type PersonName } from './story-people.ts'
import type { StoryMembership } from './story-shapes.ts'

export interface StoryAssignment {
  id: string
  personId: string
  role: Role
  nodeId: string | null
  startsOn: string
  endsOn?: string
  reason?: string
  endReason?: string
}
export interface StoryAccount {
  username: string
  email: string
  accountId: string
  personId: string
  /** The person's name. */
  name: string
  role: Role | null
  /** Where the role is held; null for the External Contributor. */
  nodeId: string | null
  deactivatedOn?: string
}

/** One person for each role; the member roles follow from memberships. */
export const holders: Record<Role, { person: PersonName; node: NodeName | null }> = {
  'national-director': { person: 'grace', node: 'lighthouse' },
  'national-administrator': { person: 'samuel', node: 'lighthouse' },
  'finance-director': { person: 'peter', node: 'lighthouse' },
  'training-coordinator': { person: 'amina', node: 'lighthouse' },
  'regional-director': { person: 'daniel', node: 'highlands' },
  'regional-administrator': { person: 'esther', node: 'highlands' },
  'alumni-coordinator': { person: 'joseph', node: 'highlands' },
  'campus-leader': { person: 'ruth', node: 'kilima' },
  'small-group-coordinator': { person: 'tomas', node: 'kilima' },
  'campus-administrator': { person: 'faith', node: 'kilima' },
  'cell-leader': { person: 'kwame', node: 'mustardSeed' },
  'small-group-admin': { person: 'haeun', node: 'mustardSeed' },
  'small-group-member': { person: 'minh', node: 'mustardSeed' },
  'graduate-group-leader': { person: 'chukwuemeka', node: 'youngProfessionals' },
  'graduate-member': { person: 'zoe', node: 'youngProfessionals' },
  'board-member': { person: 'wairimu', node: 'board' },
  'external-contributor': { person: 'anneliese', node: null },
}
const derived: readonly Role[] = ['small-group-member', 'graduate-member']

/** Seats taken by somebody of the crowd there; seats that are not in this list stay empty, for the demo to show. */
const crowdLeaders: readonly (readonly [Role, NodeName])[] = [
  ['campus-leader', 'mtoni'],
  ['campus-leader', 'bahari'],
  ['campus-leader', 'mawingu'],
  ['campus-administrator', 'savanna'],
  ['cell-leader', 'emmaus'],
  ['cell-leader', 'bereans'],
  ['cell-leader', 'firstLight'],
  ['cell-leader', 'roots'],
  ['cell-leader', 'harbour'],
  ['cell-leader', 'tide'],
  ['cell-leader', 'upperRoom'],
  ['graduate-group-leader', 'healthWorkers'],
  ['graduate-group-leader', 'teachers'],
  ['graduate-group-leader', 'oldTown'],
]

export const assignments = assign()

function assign(): StoryAssignment[] {
  let count = 0
  const hold = (
    personId: string,
    role: Role,
    node: NodeName | null,
    startsOn: string,
    extras: Pick<StoryAssignment, 'endsOn' | 'reason' | 'endReason'> = {},
  ): StoryAssignment => ({
    id: fixedId('assignment', ++count),
    personId,
    role,
    nodeId: node && nodes[node].id,
    startsOn,
    ...extras,
  })
  const first = (Object.entries(holders) as [Role, (typeof holders)[Role]][])
    .filter(([role]) => !derived.includes(role))
    .map(([role, { person, node }]) => hold(people[person].id, role, node, since(person)))
  const leaders = crowdLeaders.map(([role, node]) => {
    const isSettled = ({ leftOn, isHome, nodeId, states }: StoryMembership) =>
      isHome && !leftOn && nodeId === nodes[node].id && ['member', 'alumni'].includes(states.at(-1)!.state)
    const leader = crowd.find(({ memberships }) => memberships.some(isSettled))!
    return hold(leader.id, role, node, leader.memberships.find(isSettled)!.joinedOn)
  })
  return [
    ...first,
    hold(people.david.id, 'board-member', 'board', since('david')),
    hold(people.halima.id, 'regional-director', 'coast', since('halima')),
    hold(people.lucia.id, 'campus-administrator', 'mtoni', since('lucia')),
    hold(people.yusuf.id, 'campus-administrator', 'bahari', since('yusuf')),
    hold(people.ibrahim.id, 'cell-leader', 'anchor', since('ibrahim')),
    hold(people.ibrahim.id, 'small-group-coordinator', 'mtoni', '2025-01-13'),
    hold(people.naomi.id, 'campus-leader', 'kilima', '2023-11-20', {
      endsOn: '2023-12-04',
      endReason: 'Handed over to Ruth Chebet Koech',
    }),
    hold(people.bjorn.id, 'campus-leader', 'savanna', '2027-01-11', { reason: 'Begins with the new year' }),
    ...leaders,
    hold(people.akua.id, 'national-director', 'harvest', since('akua')),
    hold(people.yaw.id, 'campus-administrator', 'harvestCampus', since('yaw')),
    hold(people.abena.id, 'cell-leader', 'harvestGroup', since('abena')),
  ]
}

function since(name: PersonName) {
  return people[name].memberships.find(({ leftOn }) => !leftOn)?.joinedOn ?? '2024-06-01'
}

const account = (
  count: number,
  person: PersonName,
  role: Role | null,
  node: NodeName | null,
  extras: Pick<StoryAccount, 'deactivatedOn'> = {},
): StoryAccount => ({
  username: person,
  email: people[person].emails?.[0] ?? `${addressPart(people[person].name)}@example.org`,
  accountId: fixedId('account', count),
  personId: people[person].id,
  name: people[person].name,
  role,
  nodeId: node && nodes[node].id,
  ...extras,
})

/** One account for each role. */
export const accounts = Object.fromEntries(
  (Object.keys(roles) as Role[]).map((role, index) => [
    role,
    account(index + 1, holders[role].person, role, holders[role].node),
  ]),
) as Record<Role, StoryAccount>

/** Accounts in the places that tests of access look at: beside, across, in the other movement, ended, to come. */
export const furtherAccounts = {
  /** Mtoni: another campus of the same region. */
  siblingCampusAdministrator: account(101, 'lucia', 'campus-administrator', 'mtoni'),
  /** Bahari: a campus of the other region. */
  cousinCampusAdministrator: account(102, 'yusuf', 'campus-administrator', 'bahari'),
  otherRegionalDirector: account(103, 'halima', 'regional-director', 'coast'),
  /** Leads a group and coordinates all groups of its campus. */
  twoRoles: account(104, 'ibrahim', 'small-group-coordinator', 'mtoni'),
  /** Was campus leader of Kilima; the role has ended. */
  endedRole: account(105, 'naomi', null, null),
  /** Becomes campus leader of Savanna in 2027. */
  startsLater: account(106, 'bjorn', null, null),
  deactivated: account(107, 'collins', null, null, { deactivatedOn: '2026-06-30' }),
  secondBoardMember: account(108, 'david', 'board-member', 'board'),
  otherMovementDirector: account(109, 'akua', 'national-director', 'harvest'),
  otherMovementCampusAdministrator: account(110, 'yaw', 'campus-administrator', 'harvestCampus'),
}
