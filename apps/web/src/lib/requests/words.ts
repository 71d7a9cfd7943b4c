/** How expenses and events stand, in the reader's language. */
import { m } from '@ministry/kernel/messages'

const expenseStates: Record<string, () => string> = {
  open: m.finance_state_open,
  sent_back: m.finance_state_sent_back,
  approved: m.finance_state_approved,
  rejected: m.finance_state_rejected,
  withdrawn: m.finance_state_withdrawn,
}
/** `Approved for payment`. */
export const expenseStateName = (state: string): string => expenseStates[state]?.() ?? state

const eventStates: Record<string, () => string> = {
  draft: m.events_state_draft,
  awaiting: m.events_state_awaiting,
  approved: m.events_state_approved,
}
/** `Waits for approval`. */
export const eventStateName = (state: string): string => eventStates[state]?.() ?? state
