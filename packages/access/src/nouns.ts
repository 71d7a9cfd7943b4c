/** What the matrix speaks about: the areas, the nouns of each, and the fields of a person. Source: ACS-1. */

export const areas = ['users', 'finance', 'events', 'reports', 'system', 'training', 'members'] as const
export type Area = (typeof areas)[number]

/** Every noun belongs to exactly one area. */
export const nounsOf = {
  users: ['Account', 'Invitation', 'RoleAssignment', 'SignInEvent'],
  finance: ['Fund', 'Gift', 'GiftImport', 'Batch', 'Pledge', 'Receipt', 'Budget', 'Expense', 'LedgerEntry'],
  events: ['Event', 'Registration', 'CheckIn', 'Checklist', 'Feedback'],
  reports: ['Dashboard', 'Report', 'Export'],
  system: [
    'Setting',
    'CustomField',
    'Route',
    'Automation',
    'Template',
    'Integration',
    'Operation',
    'AuditEntry',
    'OutgoingMail',
    'Matrix',
    'Retention',
    'Backup',
    'NodeMove',
  ],
  training: ['Course', 'Cohort', 'Enrolment', 'Certificate'],
  members: [
    'Person',
    'Membership',
    'OrgNode',
    'Household',
    'Tag',
    'View',
    'Note',
    'FollowUp',
    'Group',
    'Attendance',
    'Transfer',
    'Duplicate',
    'Import',
    'BulkAct',
    'Message',
  ],
} as const satisfies Record<Area, readonly string[]>
export type Noun = (typeof nounsOf)[Area][number]
export const nouns = areas.flatMap((area): readonly Noun[] => nounsOf[area])
/** What is noted about people for those who care for them: nobody reads, writes or ends what concerns themself. Source: PPL-6, ACS-6. */
export const neverAboutOneself: readonly Noun[] = ['Note', 'FollowUp']
/** The area of a noun. */
export const areaOf = (noun: Noun): Area => areas.find((area) => (nounsOf[area] as readonly string[]).includes(noun))!

/** Fields of a person by what they tell. Source: ACS-2. */
export const personFields = {
  name: ['name', 'preferredName', 'sortName'],
  contact: ['emails', 'phones', 'street', 'city', 'province', 'postalCode', 'country'],
  study: ['institution', 'courseOfStudy', 'expectedGraduation', 'expectedGraduationSource', 'languages'],
  /** Fields of one's own, tags, and the photo. */
  own: ['custom', 'tags', 'photo'],
  /** `sensitiveCustom`: fields of one's own that are marked so. */
  sensitive: ['gender', 'birthDate', 'emergencyName', 'emergencyPhone', 'sensitiveCustom'],
  wishes: ['doNotContact', 'listedInGroup'],
  /** Where somebody stands in the life-cycle and where they belong. */
  life: ['state', 'home', 'joined'],
  /** What is known of the record itself. */
  record: ['version', 'createdAt', 'updatedAt'],
} as const
export const allPersonFields: readonly string[] = Object.values(personFields).flat()
