/**
 * The access matrix as data: what each role may do in each area, and what belongs to which area.
 * The administrators' page, the abilities and the rights of row-level security are all read from here. Source: ACS-1, ACS-2.
 */
import { areas, nounsOf, personFields, type Area, type Noun } from './nouns.ts'
import { roles, type Role } from './roles.ts'

/**
 * Where a grant reaches, seen from the node at which the role is held:
 * `subtree` the node and all below · `node` the node alone · `below` all below but not the node · `groups` the small groups
 * below · `graduate-branch` the graduate networks below · `movement` the whole tree of the National node ·
 * `above` the node's ancestors themselves · `own` rows about the person or the account.
 */
export type Reach = 'subtree' | 'node' | 'below' | 'groups' | 'graduate-branch' | 'movement' | 'above' | 'own'
/** A narrower condition on the row, besides the place. */
export type Only = 'pre_graduate' | 'listed' | 'enrolled' | 'donor' | 'finance' | 'training'
export interface Grant {
  /** Names of acts; 'manage' is every act. */
  actions: readonly string[]
  nouns: readonly Noun[]
  reach: Reach
  only?: Only
  /** Absent: every field. */
  fields?: readonly string[]
}

const contactData = [...personFields.name, ...personFields.contact, ...personFields.study, ...personFields.own]
/** What a movement notes in fields and tags of its own is for its leaders to write, and for the person to read. */
const notOwn = ['name', 'sortName', 'custom', 'sensitiveCustom', 'tags']
const ownData = [...contactData, ...personFields.sensitive].filter((field) => !notOwn.includes(field))
/** What files may hold that leave the product by a limited hand: all but the sensitive fields; wishes go along, so that they are kept. */
const notSensitive = ['id', ...contactData, ...personFields.wishes, ...personFields.life, ...personFields.record]
/**
 * What somebody wishes is recorded by acts of their own, never as fields. To note a yes or a no that a person gave is ordinary
 * work; to take back a no (a yes after a no to the same, a do-not-contact that is lifted) is for the person and who leads them.
 * Source: ACS-2, PPL-1, PRV-2.
 */
const notingWishes = ['give-consent', 'withdraw-consent', 'set-do-not-contact']
const takingBackNo = ['renew-consent', 'lift-do-not-contact']
const groupList = ['id', 'name', 'preferredName', 'sortName', 'emails', 'phones']

const all = ['manage'] as const
const grant = (
  actions: readonly string[],
  nouns: readonly Noun[],
  reach: Reach = 'subtree',
  more: Pick<Grant, 'only' | 'fields'> = {},
): Grant => ({ actions, nouns, reach, ...more })

/** What a word in a cell means, area by area. */
export const cells = {
  users: {
    none: [],
    full: [grant(all, nounsOf.users)],
    limited: limitedUsers('subtree'),
    'limited, groups': limitedUsers('groups'),
    'limited, graduate branch': limitedUsers('graduate-branch'),
    'own account': [],
  },
  finance: {
    none: [],
    full: [grant(all, nounsOf.finance)],
    'group only': [grant(['read'], ['Budget', 'Expense']), grant(['total'], ['Gift'])],
    'own gifts': [grant(['read'], ['Gift', 'Receipt', 'Pledge'], 'own')],
  },
  events: {
    none: [],
    full: [grant(all, nounsOf.events)],
    'full, group events': [grant(all, nounsOf.events, 'groups')],
    'full, graduate branch': [grant(all, nounsOf.events, 'graduate-branch')],
    limited: [
      grant(['read', 'update'], ['Event', 'Checklist']),
      grant(all, ['Registration', 'CheckIn']),
      grant(['read'], ['Feedback']),
    ],
    read: [grant(['read'], nounsOf.events)],
    'register self': [grant(['read'], ['Event']), grant(['read', 'create', 'cancel'], ['Registration'], 'own')],
    'own registrations': [grant(['read', 'create', 'cancel'], ['Registration'], 'own')],
  },
  reports: {
    none: [],
    full: [grant(all, nounsOf.reports)],
    'full, groups': [grant(all, nounsOf.reports, 'groups')],
    'full, graduate branch': [grant(all, nounsOf.reports, 'graduate-branch')],
    limited: [grant(['read'], ['Dashboard', 'Report'], 'subtree', { fields: ['counts'] })],
    'finance reports': [grant(['read', 'export'], ['Dashboard', 'Report'], 'subtree', { only: 'finance' })],
    'training reports': [grant(['read', 'export'], ['Dashboard', 'Report'], 'subtree', { only: 'training' })],
  },
  system: {
    none: [],
    full: [grant(all, nounsOf.system)],
    limited: [grant(all, ['Setting', 'CustomField', 'Automation', 'Template']), grant(['read'], ['Matrix'])],
  },
  training: {
    none: [],
    full: [grant(all, nounsOf.training)],
    // Courses and cohorts everywhere; the people in them only where the members area shows them too.
    'full, courses of the whole movement': [grant(all, nounsOf.training), grant(all, ['Course', 'Cohort'], 'movement')],
    limited: [grant(['read'], ['Course', 'Cohort', 'Certificate']), grant(['read', 'create', 'update'], ['Enrolment'])],
    'own progress': [grant(['read'], ['Course', 'Cohort']), grant(['read'], ['Enrolment', 'Certificate'], 'own')],
  },
  members: {
    none: [],
    full: fullMembers('subtree', 'below'),
    'full, whole tree': fullMembers('subtree', 'subtree'),
    'full on the graduate branch; read of pre-graduates in the region': [
      ...fullMembers('graduate-branch', 'graduate-branch'),
      grant(['read'], ['Person'], 'subtree', { only: 'pre_graduate' }),
    ],
    limited: [
      grant(['read', 'create', 'merge', ...notingWishes], ['Person']),
      grant(['update'], ['Person'], 'subtree', { fields: contactData }),
      grant(['export'], ['Person'], 'subtree', { fields: notSensitive }),
      grant(
        ['read', 'create', 'update', 'end'],
        ['Membership', 'Household', 'Tag', 'View', 'Note', 'FollowUp', 'Group', 'Attendance', 'Transfer'],
      ),
      grant(['read', 'update'], ['Duplicate']),
      grant(all, ['Import', 'BulkAct']),
      grant(['read', 'create'], ['Message']),
    ],
    'donor identity': [
      grant(['read'], ['Person'], 'subtree', {
        only: 'donor',
        fields: [...personFields.name, ...personFields.contact, 'id'],
      }),
    ],
    'read of enrolled': [grant(['read'], ['Person'], 'subtree', { only: 'enrolled' })],
    'self; group list by consent': [grant(['read'], ['Person'], 'subtree', { only: 'listed', fields: groupList })],
    self: [],
  },
} as const satisfies Record<Area, Record<string, readonly Grant[]>>

function limitedUsers(reach: Reach): Grant[] {
  return [
    grant(['read', 'deactivate', 'reactivate'], ['Account'], reach),
    grant(['read', 'create', 'resend', 'revoke'], ['Invitation'], reach),
    grant(['read'], ['RoleAssignment', 'SignInEvent'], reach),
    // A proposal is no assignment: that lies with the seat that decides (ACC-3).
    grant(['propose'], ['RoleAssignment'], reach),
  ]
}
function fullMembers(reach: Reach, nodes: Reach): Grant[] {
  return [
    grant(
      all,
      nounsOf.members.filter((noun) => noun !== 'OrgNode'),
      reach,
    ),
    grant(all, ['OrgNode'], nodes),
  ]
}

/** What everybody has who holds any role: sight of the place, and the right to ask for money for it. Source: ORG-4, ACS-1. */
export const withAnyRole: readonly Grant[] = [
  grant(['read'], ['OrgNode']),
  grant(['read'], ['OrgNode'], 'above'),
  grant(['create'], ['Expense'], 'node'),
  grant(['read'], ['Expense'], 'own'),
]
/** What everybody has who can sign in: their own account and their own data. Source: ACS-1 (self). */
export const withAccount: readonly Grant[] = [
  grant(['read', 'update'], ['Account'], 'own'),
  grant(['read'], ['SignInEvent', 'RoleAssignment', 'Membership'], 'own'),
  grant(['read'], ['Person'], 'own'),
  grant(['update'], ['Person'], 'own', { fields: ownData }),
  grant([...notingWishes, ...takingBackNo], ['Person'], 'own'),
]

type Row = { [A in Area]: keyof (typeof cells)[A] }
const row = (
  users: Row['users'],
  finance: Row['finance'],
  events: Row['events'],
  reports: Row['reports'],
  system: Row['system'],
  training: Row['training'],
  members: Row['members'],
): Row => ({ users, finance, events, reports, system, training, members })

/** The matrix: one row a role, in the order of the areas. */
export const matrix: Record<Role, Row> = {
  'national-director': row('full', 'full', 'full', 'full', 'full', 'full', 'full, whole tree'),
  'regional-director': row('full', 'full', 'full', 'full', 'none', 'full, courses of the whole movement', 'full'),
  'campus-leader': row('full', 'full', 'full', 'full', 'none', 'full', 'full'),
  'cell-leader': row('full', 'group only', 'full', 'full', 'none', 'full', 'full'),
  'national-administrator': row('limited', 'none', 'limited', 'limited', 'full', 'limited', 'limited'),
  'regional-administrator': row('limited', 'none', 'limited', 'limited', 'limited', 'limited', 'limited'),
  'campus-administrator': row('limited', 'none', 'limited', 'limited', 'limited', 'limited', 'limited'),
  'finance-director': row('none', 'full', 'read', 'finance reports', 'none', 'none', 'donor identity'),
  'training-coordinator': row('none', 'none', 'read', 'training reports', 'none', 'full', 'read of enrolled'),
  'alumni-coordinator': row(
    'limited, graduate branch',
    'none',
    'full, graduate branch',
    'full, graduate branch',
    'none',
    'none',
    'full on the graduate branch; read of pre-graduates in the region',
  ),
  'small-group-coordinator': row(
    'limited, groups',
    'none',
    'full, group events',
    'full, groups',
    'none',
    'limited',
    'full',
  ),
  'small-group-admin': row('none', 'none', 'limited', 'limited', 'none', 'limited', 'limited'),
  'graduate-group-leader': row('full', 'group only', 'full', 'full', 'none', 'full', 'full'),
  'small-group-member': row(
    'own account',
    'own gifts',
    'register self',
    'none',
    'none',
    'own progress',
    'self; group list by consent',
  ),
  'graduate-member': row(
    'own account',
    'own gifts',
    'register self',
    'none',
    'none',
    'own progress',
    'self; group list by consent',
  ),
  'board-member': row('none', 'none', 'none', 'none', 'none', 'none', 'none'),
  'external-contributor': row('none', 'own gifts', 'own registrations', 'none', 'none', 'none', 'self'),
}

/** All that decides: what the words mean, who has which, and what needs no word. */
export interface Policy {
  cells: Record<Area, Record<string, readonly Grant[]>>
  matrix: Record<Role, Record<Area, string>>
  withAnyRole: readonly Grant[]
  withAccount: readonly Grant[]
}
/** The one that the product runs on; tests bend copies of it. */
export const policy: Policy = { cells, matrix, withAnyRole, withAccount }

/** The grants of a role: its seven cells, and what comes with any role held at a node. Source: ACS-1. */
export const grantsOf = (role: Role, { cells, matrix, withAnyRole }: Policy = policy): Grant[] => [
  ...areas.flatMap((area) => cells[area][matrix[role][area]]!),
  ...(roles[role].at === null ? [] : withAnyRole),
]
