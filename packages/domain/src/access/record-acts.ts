/** What may be done with single records, for the pages that explain it. Source: ACS-5. */
import type { Noun } from '@ministry/access'

/** Acts on single records that pages offer, by noun: what is explained beside seeing. */
export const recordActs = {
  Person: ['read', 'update', 'archive', 'merge', 'export', 'lift-do-not-contact'],
  OrgNode: ['read', 'open', 'rename', 'move', 'close'],
  Membership: ['read', 'update', 'end'],
  Note: ['read', 'update', 'write-care'],
  FollowUp: ['read', 'update'],
  Transfer: ['read', 'update'],
  Import: ['read', 'cancel'],
  BulkAct: ['read', 'undo'],
  Tag: ['read', 'update'],
  CustomField: ['read', 'update'],
  Account: ['read', 'deactivate', 'reactivate'],
  Invitation: ['read', 'resend', 'revoke'],
  RoleAssignment: ['read', 'end'],
  Expense: ['read'],
  Event: ['read', 'update'],
  Template: ['read', 'update'],
  OutgoingMail: ['read', 'update'],
  AuditEntry: ['read'],
} as const satisfies Partial<Record<Noun, readonly string[]>>
export const recordNouns = Object.keys(recordActs) as (keyof typeof recordActs)[]
