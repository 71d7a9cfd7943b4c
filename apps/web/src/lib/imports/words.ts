/** Names of an import's steps, findings and results, in the reader's language. */
import { m } from '@ministry/kernel/messages'

const nameIn = (names: Record<string, () => string>) => (key: string) => names[key]?.() ?? ''

/** `Ready to bring in`. */
export const importStateName = nameIn({
  mapping: m.imports_state_mapping,
  planning: m.imports_state_planning,
  planned: m.imports_state_planned,
  committing: m.imports_state_committing,
  done: m.imports_state_done,
  undoing: m.imports_state_undoing,
  undone: m.imports_state_undone,
  cancelled: m.imports_state_cancelled,
  failed: m.imports_state_failed,
})
/** What the check says of a row: `New`. */
export const verdictName = nameIn({
  create: m.imports_verdict_create,
  change: m.imports_verdict_change,
  skip: m.imports_verdict_skip,
  conflict: m.imports_verdict_conflict,
  error: m.imports_verdict_error,
})
/** What became of a row: `Added`. */
export const outcomeName = nameIn({
  created: m.imports_outcome_created,
  changed: m.imports_outcome_changed,
  skipped: m.imports_outcome_skipped,
  failed: m.imports_outcome_failed,
})
/** What the undo did with a row: `Taken back`. */
export const undoneName = nameIn({
  undone: m.imports_undone_undone,
  partly: m.imports_undone_partly,
  kept: m.imports_undone_kept,
})
/** By what a row was found to be whom. */
export const matchName = nameIn({
  key: m.imports_match_key,
  email: m.imports_match_email,
  phone: m.imports_match_phone,
  'name-and-birth-date': m.imports_match_name_and_birth_date,
  name: m.imports_match_name,
  code: m.imports_match_code,
  choice: m.imports_match_choice,
})
/** Whether a task of a file waits or not. */
export const taskStateName = nameIn({ open: m.imports_task_open, closed: m.imports_task_closed })
/** What a kind of rows is called: `People`. */
export const kindName = nameIn({
  people: m.imports_kind_people,
  memberships: m.imports_kind_memberships,
  groups: m.imports_kind_groups,
  roles: m.imports_kind_roles,
  'follow-ups': m.imports_kind_follow_ups,
})
export const aboutKind = nameIn({
  people: m.imports_kind_people_about,
  memberships: m.imports_kind_memberships_about,
  groups: m.imports_kind_groups_about,
  roles: m.imports_kind_roles_about,
  'follow-ups': m.imports_kind_follow_ups_about,
})
/** What stands in the tab, in a sentence. */
export const aboutRows = nameIn({
  create: m.imports_about_create,
  change: m.imports_about_change,
  skip: m.imports_about_skip,
  conflict: m.imports_about_conflict,
  error: m.imports_about_error,
  created: m.imports_about_created,
  changed: m.imports_about_changed,
  skipped: m.imports_about_skipped,
  failed: m.imports_about_failed,
  undone: m.imports_about_undone,
  partly: m.imports_about_partly,
  kept: m.imports_about_kept,
})
/** Heading of what is said about each row. */
export const whatName = (kind: string): string =>
  ['conflict', 'error', 'failed', 'partly', 'kept'].includes(kind)
    ? m.imports_what_is_wrong()
    : kind === 'change' || kind === 'changed'
      ? m.imports_what_changes()
      : m.imports_what()
