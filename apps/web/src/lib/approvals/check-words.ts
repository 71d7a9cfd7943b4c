/** The checks before routing in words, in the browser: the way is drawn there while somebody types. Source: APR-1, APR-6. */
import { m } from '@ministry/kernel/messages'

type Values = Record<string, string | number>

/** One text where it passed, one where it says no. */
const checks: Record<string, readonly [passed: (values: Values) => string, failed: (values: Values) => string]> = {}

/** What a check found. Kinds name their checks; one without words of its own is told as any. */
export const checkText = (code: string, passed: boolean, values: Values): string =>
  checks[code]?.[passed ? 0 : 1](values) ?? (passed ? m.approvals_page_check_passed() : m.approvals_page_check_failed())
