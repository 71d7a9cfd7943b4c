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
})
/** Heading of what is said about each row. */
export const whatName = (kind: string): string =>
  ['conflict', 'error', 'failed'].includes(kind)
    ? m.imports_what_is_wrong()
    : kind === 'change' || kind === 'changed'
      ? m.imports_what_changes()
      : m.imports_what()
