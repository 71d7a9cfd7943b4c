/** Names of the ministry's fixed things in the reader's language: each a function, so that pages carry only what they show. */
import { m } from '@ministry/kernel/messages'

const kinds: Record<string, () => string> = {
  National: m.org_kind_national,
  Region: m.org_kind_region,
  Board: m.org_kind_board,
  Campus: m.org_kind_campus,
  GraduateNetwork: m.org_kind_graduate_network,
  SmallGroup: m.org_kind_small_group,
  GraduateGroup: m.org_kind_graduate_group,
}
/** A kind of node: `Campus`, `Small group`. */
export const kindName = (kind: string): string => kinds[kind]?.() ?? kind

const openings: Record<string, () => string> = {
  Region: m.shell_open_region,
  Board: m.shell_open_board,
  Campus: m.shell_open_campus,
  GraduateNetwork: m.shell_open_graduate_network,
  SmallGroup: m.shell_open_small_group,
  GraduateGroup: m.shell_open_graduate_group,
}
/** The act of opening a place of this kind: `Open a campus`. */
export const openKind = (kind: string): string => openings[kind]?.() ?? m.org_open()

const roles: Record<string, () => string> = {
  'national-director': m.role_national_director,
  'national-administrator': m.role_national_administrator,
  'finance-director': m.role_finance_director,
  'training-coordinator': m.role_training_coordinator,
  'regional-director': m.role_regional_director,
  'regional-administrator': m.role_regional_administrator,
  'alumni-coordinator': m.role_alumni_coordinator,
  'campus-leader': m.role_campus_leader,
  'small-group-coordinator': m.role_small_group_coordinator,
  'campus-administrator': m.role_campus_administrator,
  'cell-leader': m.role_cell_leader,
  'small-group-admin': m.role_small_group_admin,
  'small-group-member': m.role_small_group_member,
  'graduate-group-leader': m.role_graduate_group_leader,
  'graduate-member': m.role_graduate_member,
  'board-member': m.role_board_member,
  'external-contributor': m.role_external_contributor,
}
/** A role: `Campus Leader`. */
export const roleName = (role: string): string => roles[role]?.() ?? role

const areas: Record<string, () => string> = {
  users: m.area_users,
  finance: m.area_finance,
  events: m.area_events,
  reports: m.area_reports,
  system: m.area_system,
  training: m.area_training,
  members: m.area_members,
}
/** An area of the access matrix. */
export const areaName = (area: string): string => areas[area]?.() ?? area
