/** What a refusal was about, in words: acts and nouns that pages ask for today. Others are told without them. */
import { m } from '@ministry/kernel/messages'

const actions: Record<string, () => string> = {
  read: m.action_read,
  create: m.action_create,
  update: m.action_update,
  assign: m.action_assign,
  end: m.action_end,
  move: m.action_move,
  open: m.action_open,
  close: m.action_close,
}
const nouns: Record<string, () => string> = {
  Account: m.noun_account,
  AuditEntry: m.noun_audit_entry,
  BulkAct: m.noun_bulk_act,
  Import: m.noun_import,
  Invitation: m.noun_invitation,
  Matrix: m.noun_matrix,
  Membership: m.noun_membership,
  OrgNode: m.noun_org_node,
  OutgoingMail: m.noun_outgoing_mail,
  Person: m.noun_person,
  RoleAssignment: m.noun_role_assignment,
  Setting: m.noun_setting,
}

/** For instance `see the audit`; undefined where there are no words for it. */
export function missingRight(values: Record<string, string | number> | undefined): string | undefined {
  const [action, noun] = [actions[String(values?.['action'])], nouns[String(values?.['noun'])]]
  return action && noun && `${action()} ${noun()}`
}
