/**
 * The matrix as the product's description prints it, copied word for word and read by hand-written code. Nothing here comes from
 * the matrix that the product runs on: the tests hold the two against each other. Source: ACS-1.
 */

const printed = `
| role | users | finance | events | reports | system | training | members |
|---|---|---|---|---|---|---|---|
| National Director | full | full | full | full | full | full | full |
| Regional Director | full | full | full | full | none | full, courses of the whole movement | full |
| Campus Leader | full | full | full | full | none | full | full |
| Cell Leader | full | group only | full | full | none | full | full |
| National Administrator | limited | none | limited | limited | full | limited | limited |
| Regional / Campus Administrator | limited | none | limited | limited | limited | limited | limited |
| Finance Director | none | full | read | finance reports | none | none | donor identity |
| Training Coordinator | none | none | read | training reports | none | full | read of enrolled |
| Alumni Coordinator | limited, graduate branch | none | full, graduate branch | full, graduate branch | none | none | full on the graduate branch; read of pre-graduates in the region |
| Small Group Coordinator | limited, groups | none | full, group events | full, groups | none | limited | full |
| Small Group Admin | none | none | limited | limited | none | limited | limited |
| Graduate Group Leader | full | group only | full | full | none | full | full |
| Small Group / Graduate Member | own account | own gifts | register self | none | none | own progress | self; group list by consent |
| Board Member | none | none | none | none | none | none | none (decides the cases that approvals put to the Board) |
| External Contributor | none | own gifts | own registrations | none | none | none | self |
`

/** Which nouns the description puts into which area, by the names that the code gives them. */
const nounsPrinted: Record<string, string> = {
  users: 'Account Invitation RoleAssignment SignInEvent',
  members:
    'Person Membership Household Tag View Note FollowUp Group Attendance Transfer Duplicate Import BulkAct Message OrgNode',
  finance: 'Fund Gift GiftImport Batch Pledge Receipt Budget Expense LedgerEntry',
  events: 'Event Registration CheckIn Checklist Feedback',
  reports: 'Dashboard Report Export',
  // Kept mails and the matrix itself are read by whoever administers: the description calls both pages of administrators.
  system:
    'Setting CustomField Route Automation Template Integration Operation AuditEntry Retention Backup NodeMove OutgoingMail Matrix',
  training: 'Course Cohort Enrolment Certificate',
}

/** Seats as the description writes them, by the names that the code gives them; two share a row where it says so. */
const rowOf: Record<string, string> = {
  'national-director': 'National Director',
  'national-administrator': 'National Administrator',
  'finance-director': 'Finance Director',
  'training-coordinator': 'Training Coordinator',
  'regional-director': 'Regional Director',
  'regional-administrator': 'Regional / Campus Administrator',
  'alumni-coordinator': 'Alumni Coordinator',
  'campus-leader': 'Campus Leader',
  'small-group-coordinator': 'Small Group Coordinator',
  'campus-administrator': 'Regional / Campus Administrator',
  'cell-leader': 'Cell Leader',
  'small-group-admin': 'Small Group Admin',
  'small-group-member': 'Small Group / Graduate Member',
  'graduate-group-leader': 'Graduate Group Leader',
  'graduate-member': 'Small Group / Graduate Member',
  'board-member': 'Board Member',
  'external-contributor': 'External Contributor',
}

/** Where each role is held, as the description lists them. Source: ACC-1. */
export const heldAt: Record<string, string | null> = {
  'national-director': 'National',
  'national-administrator': 'National',
  'finance-director': 'National',
  'training-coordinator': 'National',
  'regional-director': 'Region',
  'regional-administrator': 'Region',
  'alumni-coordinator': 'Region',
  'campus-leader': 'Campus',
  'small-group-coordinator': 'Campus',
  'campus-administrator': 'Campus',
  'cell-leader': 'SmallGroup',
  'small-group-admin': 'SmallGroup',
  'small-group-member': 'SmallGroup',
  'graduate-group-leader': 'GraduateGroup',
  'graduate-member': 'GraduateGroup',
  'board-member': 'Board',
  'external-contributor': null,
}

const lines = printed
  .trim()
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const heading = lines[0]!
const rows = new Map(lines.slice(2).map((cells) => [cells[0]!, cells]))

/** The word in a cell; throws where the description has no such row or column. */
export function wordIn(role: string, area: string): string {
  const word = rows.get(rowOf[role] ?? '')?.[heading.indexOf(area)]
  if (word === undefined || heading.indexOf(area) < 1) throw new Error(`No cell for ${role} in ${area}`)
  return word
}

/** The area of a noun; throws for a noun that no area has. */
export function areaOfNoun(noun: string): string {
  const [area] = Object.entries(nounsPrinted).find(([, names]) => names.split(' ').includes(noun)) ?? []
  if (!area) throw new Error(`No area has the noun ${noun}`)
  return area
}

export const printedNouns: readonly string[] = Object.values(nounsPrinted).flatMap((names) => names.split(' '))
export const printedRoles: readonly string[] = Object.keys(rowOf)
export const printedAreas: readonly string[] = heading.slice(1)
