/** What went wrong, in the person's words. On the server, so that the browser need not carry every sentence. */
import type { FieldIssue } from '@ministry/kernel/errors'
import { m } from '@ministry/kernel/messages'

type Values = Record<string, string | number>
const sentences = m as unknown as Record<string, ((values: Values) => string) | undefined>

/** `org.move.into-own-subtree` is the message `error_org_move_into_own_subtree`. */
const sentenceOf = (code: string, values: Values) => sentences[`error_${code.replaceAll(/[.-]/g, '_')}`]?.(values)

const kinds: Record<string, () => string> = {
  InvalidInput: m.error_invalid_input,
  NotSignedIn: m.error_not_signed_in,
  NotAllowed: m.error_not_allowed,
  NotFound: m.error_not_found,
  Conflict: m.error_conflict,
  RuleBroken: m.error_rule_broken,
  LimitReached: m.error_limit_reached,
  Unavailable: m.error_unavailable,
}

/** The sentence of a rule's code, or of the kind of error where the code has none. */
export const problemText = (kind: string, code: string | undefined, values: Values = {}): string =>
  (code && sentenceOf(code, values)) || (kinds[kind] ?? m.error_defect)()

/** What is wrong with one field; `typed` is what stood in it. */
export function issueText({ message, values = {} }: FieldIssue, typed: string | undefined): string {
  const own = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(message) && sentenceOf(message, values)
  return own || (typed?.trim() ? m.error_field_unreadable() : m.error_field_missing())
}
