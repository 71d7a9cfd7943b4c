/** The checks before routing in words, in the browser: the way is drawn there while somebody types. Source: APR-1, APR-6. */
import { m } from '@ministry/kernel/messages'

type Values = Record<string, string | number>

type Currencies = (named: { from: string; to: string }) => string
const currencies =
  (text: Currencies) =>
  ({ from = '', to = '' }: Values) =>
    text({ from: String(from), to: String(to) })

/** One text where it passed, one where it says no. */
const checks: Record<string, readonly [passed: (values: Values) => string, failed: (values: Values) => string]> = {
  'finance.expense.place-closed': [m.check_finance_expense_place_closed, m.error_finance_expense_place_closed],
  'finance.expense.not-above-zero': [m.check_finance_expense_not_above_zero, m.error_finance_expense_not_above_zero],
  'finance.expense.rate-missing': [
    currencies(m.check_finance_expense_rate_missing),
    currencies(m.error_finance_expense_rate_missing),
  ],
  'finance.expense.too-large': [m.check_finance_expense_too_large, m.error_finance_expense_too_large],
  'events.draft.place-closed': [m.check_events_draft_place_closed, m.error_events_draft_place_closed],
  'events.draft.ends-before-it-starts': [
    m.check_events_draft_ends_before_it_starts,
    m.error_events_draft_ends_before_it_starts,
  ],
  'events.draft.nowhere': [m.check_events_draft_nowhere, m.error_events_draft_nowhere],
  'accounts.hand-over.not-held': [m.check_accounts_hand_over_not_held, m.error_accounts_hand_over_not_held],
  'accounts.assign-role.unknown-role': [
    m.check_accounts_assign_role_unknown_role,
    m.error_accounts_assign_role_unknown_role,
  ],
  'accounts.assign-role.follows-from-membership': [
    m.check_accounts_assign_role_follows_from_membership,
    m.error_accounts_assign_role_follows_from_membership,
  ],
  'accounts.assign-role.wrong-kind': [m.check_accounts_assign_role_wrong_kind, m.error_accounts_assign_role_wrong_kind],
  'accounts.assign-role.node-closed': [
    m.check_accounts_assign_role_node_closed,
    m.error_accounts_assign_role_node_closed,
  ],
  'accounts.assign-role.ends-before-it-starts': [
    m.check_accounts_assign_role_ends_before_it_starts,
    m.error_accounts_assign_role_ends_before_it_starts,
  ],
  'accounts.assign-role.already-held': [
    m.check_accounts_assign_role_already_held,
    m.error_accounts_assign_role_already_held,
  ],
}

/** What a check found. Kinds name their checks; one without words of its own is told as any. */
export const checkText = (code: string, passed: boolean, values: Values): string =>
  checks[code]?.[passed ? 0 : 1](values) ?? (passed ? m.approvals_page_check_passed() : m.approvals_page_check_failed())
