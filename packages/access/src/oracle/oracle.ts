/**
 * Who may do what where, decided by reading the printed table: no CASL, no ancestors on rows, no rights, no matrix. A second opinion
 * for tests only. Source: ACS-1, ACS-2.
 */
import { areaOfNoun, heldAt, wordIn } from './table.ts'

export interface TreeNode {
  id: string
  kind: string
  parentId: string | null
}
/** A role on record. Without dates it has always been held. */
export interface Holding {
  role: string
  nodeId: string | null
  from?: Date
  until?: Date | null
}
/** What the table's words ask of a row. */
export interface Facts {
  /** Where the row belongs; for a person the home. For OrgNode: the node itself. Null is nowhere. */
  node: string | null
  /** Where else the person has a membership. */
  also?: readonly string[]
  /** Whether it is about the one who asks. */
  own?: boolean
  preGraduate?: boolean
  listed?: boolean
  enrolled?: boolean
  donor?: boolean
  /** What a report is about. */
  about?: 'finance' | 'training' | 'people'
}
export interface Question {
  noun: string
  action: string
  row: Facts
  /** Absent: any field at all. */
  field?: string | undefined
}
interface Asked extends Question {
  /** Whether the row lies where the role reaches. */
  reached: Reached
}
interface Reached {
  tree: Tree
  seat: TreeNode
}
export type Tree = ReadonlyMap<string, TreeNode>

/** Whether somebody with these roles may, at this instant. Several roles add up. */
export function oracle(nodes: Tree, holdings: readonly Holding[], question: Question, at?: Date): boolean {
  if (question.row.own && among(careFor, question.noun)) return false
  if (asAnybodySignedIn(question)) return true
  return holdings
    .filter((holding) => !at || ((holding.from ?? at) <= at && !(holding.until && holding.until <= at)))
    .some((holding) => asHolder(nodes, holding, question))
}

const self =
  'preferredName emails phones street city province postalCode country institution courseOfStudy expectedGraduation expectedGraduationSource languages photo gender birthDate emergencyName emergencyPhone'
const contact =
  'name preferredName sortName emails phones street city province postalCode country institution courseOfStudy expectedGraduation expectedGraduationSource languages custom tags photo'
const sensitive = 'gender birthDate emergencyName emergencyPhone sensitiveCustom'
const yesAndNo = 'give-consent withdraw-consent set-do-not-contact'
const noTakenBack = 'renew-consent lift-do-not-contact'
const whoAndWhere = 'id name preferredName sortName emails phones street city province postalCode country'
const whoAndHow = 'id name preferredName sortName emails phones'
/** What is noted for those who care for somebody, wherever the person belongs; never for the person. */
const careFor = 'Note FollowUp'
const among = (words: string, word: string | undefined) => word === undefined || words.split(' ').includes(word)

/** Nobody needs a role for the own account and the own data. */
function asAnybodySignedIn({ noun, action, row, field }: Question): boolean {
  if (!row.own) return false
  if (noun === 'Account') return among('read update', action)
  if (noun === 'Person')
    return (
      action === 'read' || (action === 'update' && among(self, field)) || among(`${yesAndNo} ${noTakenBack}`, action)
    )
  return action === 'read' && among('SignInEvent RoleAssignment Membership', noun)
}

function asHolder(tree: Tree, { role, nodeId }: Holding, question: Question): boolean {
  const { noun, action, row } = question
  const word = wordIn(role, areaOfNoun(noun))
  if (heldAt[role] === null) return nowhere(word, question)
  const seat = tree.get(nodeId!)!
  // Whoever holds a role sees the place, what is below it and the way up to the top; and may ask for money for that place.
  if (noun === 'OrgNode' && action === 'read') return under(tree, row.node, seat.id) || under(tree, seat.id, row.node)
  if (noun === 'Expense' && action === 'create' && row.node === seat.id) return true
  if (noun === 'Expense' && action === 'read' && row.own) return true
  const reading = readings[areaOfNoun(noun)]![word]
  if (!reading) throw new Error(`Nobody has said what "${word}" means`)
  return reading({ ...question, reached: { tree, seat } })
}

/** External Contributors hold their role nowhere: only what is their own. */
function nowhere(word: string, { noun, action, row }: Question): boolean {
  if (!row.own) return false
  if (word === 'own gifts') return action === 'read' && among('Gift Receipt Pledge', noun)
  return word === 'own registrations' && noun === 'Registration' && among('read create cancel', action)
}

function under(tree: Tree, node: string | null, top: string | null): boolean {
  for (let at = node; at; at = tree.get(at)!.parentId) if (at === top) return true
  return false
}
const inSubtree = ({ row, reached: { tree, seat } }: Asked) => under(tree, row.node, seat.id)
/** The row lies below a node of this kind which itself lies below the seat (or is it). */
const inBranch = (asked: Asked, kind: string) => {
  const { tree, seat } = asked.reached
  return [...tree.values()].some(
    (node) => node.kind === kind && under(tree, node.id, seat.id) && under(tree, asked.row.node, node.id),
  )
}
const inMovement = ({ row, reached: { tree, seat } }: Asked) => {
  const top = (id: string | null): string | null => {
    const parent = id && tree.get(id)!.parentId
    return parent ? top(parent) : id
  }
  return row.node !== null && top(row.node) === top(seat.id)
}
/** People are read through any membership. */
const anyMembership = (asked: Asked, inside: (asked: Asked) => boolean) =>
  [asked.row.node, ...(asked.row.also ?? [])].some((node) => inside({ ...asked, row: { ...asked.row, node } }))

type Reading = (asked: Asked) => boolean
const never: Reading = () => false

const inviting: Reading = ({ noun, action }) =>
  (noun === 'Account' && among('read deactivate reactivate', action)) ||
  (noun === 'Invitation' && among('read create resend revoke', action)) ||
  (among('RoleAssignment SignInEvent', noun) && action === 'read') ||
  // Whoever answers for accounts may propose; assigning is for the seat that decides.
  (noun === 'RoleAssignment' && action === 'propose')

/** Everything in the members area; nodes only below the own, but the National Director cares for the whole tree. */
const caring =
  (inside: (asked: Asked) => boolean): Reading =>
  (asked) => {
    const { noun, action, row, reached } = asked
    if ((noun === 'Person' && action === 'read') || among(`${careFor} Transfer`, noun))
      return anyMembership(asked, inside)
    if (noun !== 'OrgNode') return inside(asked)
    return inside(asked) && (row.node !== reached.seat.id || reached.seat.kind === 'National')
  }

const administering: Reading = (asked) => {
  const { noun, action, field } = asked
  if (noun === 'Person' && action === 'read') return anyMembership(asked, inSubtree)
  if (among(`${careFor} Transfer`, noun))
    return anyMembership(asked, inSubtree) && among('read create update end', action)
  if (!inSubtree(asked)) return false
  if (noun === 'Person')
    return (
      among(`create merge ${yesAndNo}`, action) ||
      (action === 'update' && among(contact, field)) ||
      (action === 'export' && (field === undefined || !among(sensitive, field)))
    )
  if (among('Import BulkAct', noun)) return true
  if (noun === 'Duplicate') return among('read update', action)
  if (noun === 'Message') return among('read create', action)
  return noun !== 'OrgNode' && among('read create update end', action)
}

const onlyPeople =
  (which: (row: Facts) => boolean | undefined, fields?: string): Reading =>
  (asked) =>
    asked.noun === 'Person' &&
    asked.action === 'read' &&
    Boolean(which(asked.row)) &&
    anyMembership(asked, inSubtree) &&
    (fields === undefined || among(fields, asked.field))

/** What each word means, area by area. */
const readings: Record<string, Record<string, Reading>> = {
  users: {
    full: inSubtree,
    none: never,
    limited: (asked) => inSubtree(asked) && inviting(asked),
    'limited, graduate branch': (asked) => inBranch(asked, 'GraduateNetwork') && inviting(asked),
    'limited, groups': (asked) => inBranch(asked, 'SmallGroup') && inviting(asked),
    'own account': never, // as everybody who can sign in
  },
  finance: {
    full: inSubtree,
    none: never,
    'group only': (asked) =>
      inSubtree(asked) &&
      ((among('Budget Expense', asked.noun) && asked.action === 'read') ||
        (asked.noun === 'Gift' && asked.action === 'total')),
    'own gifts': ({ noun, action, row }) => Boolean(row.own) && action === 'read' && among('Gift Receipt Pledge', noun),
  },
  events: {
    full: inSubtree,
    none: never,
    'full, graduate branch': (asked) => inBranch(asked, 'GraduateNetwork'),
    'full, group events': (asked) => inBranch(asked, 'SmallGroup'),
    read: (asked) => inSubtree(asked) && asked.action === 'read',
    limited: (asked) =>
      inSubtree(asked) &&
      (among('Registration CheckIn', asked.noun) ||
        (among('Event Checklist', asked.noun) && among('read update', asked.action)) ||
        (asked.noun === 'Feedback' && asked.action === 'read')),
    'register self': (asked) =>
      (asked.noun === 'Event' && asked.action === 'read' && inSubtree(asked)) ||
      (asked.noun === 'Registration' && Boolean(asked.row.own) && among('read create cancel', asked.action)),
  },
  reports: {
    full: inSubtree,
    none: never,
    'full, graduate branch': (asked) => inBranch(asked, 'GraduateNetwork'),
    'full, groups': (asked) => inBranch(asked, 'SmallGroup'),
    limited: (asked) =>
      inSubtree(asked) &&
      among('Dashboard Report', asked.noun) &&
      asked.action === 'read' &&
      among('counts', asked.field),
    'finance reports': (asked) => reporting(asked, 'finance'),
    'training reports': (asked) => reporting(asked, 'training'),
  },
  system: {
    full: inSubtree,
    none: never,
    limited: (asked) =>
      inSubtree(asked) &&
      (among('Setting CustomField Automation Template', asked.noun) ||
        (asked.noun === 'Matrix' && asked.action === 'read')),
  },
  training: {
    full: inSubtree,
    none: never,
    // The people in the courses are shown by the members area: enrolments and certificates stay in the own region.
    'full, courses of the whole movement': (asked) =>
      inSubtree(asked) || (among('Course Cohort', asked.noun) && inMovement(asked)),
    limited: (asked) =>
      inSubtree(asked) &&
      (asked.noun === 'Enrolment' ? among('read create update', asked.action) : asked.action === 'read'),
    'own progress': (asked) =>
      asked.action === 'read' && (among('Course Cohort', asked.noun) ? inSubtree(asked) : Boolean(asked.row.own)),
  },
  members: {
    full: caring(inSubtree),
    none: never,
    'none (decides the cases that approvals put to the Board)': never,
    limited: administering,
    'donor identity': onlyPeople((row) => row.donor, whoAndWhere),
    'read of enrolled': onlyPeople((row) => row.enrolled),
    'full on the graduate branch; read of pre-graduates in the region': (asked) =>
      caring((inside) => inBranch(inside, 'GraduateNetwork'))(asked) || onlyPeople((row) => row.preGraduate)(asked),
    'self; group list by consent': onlyPeople((row) => row.listed, whoAndHow),
    self: never, // as everybody who can sign in
  },
}

const reporting = (asked: Asked, about: Facts['about']) =>
  inSubtree(asked) &&
  among('Dashboard Report', asked.noun) &&
  among('read export', asked.action) &&
  asked.row.about === about
