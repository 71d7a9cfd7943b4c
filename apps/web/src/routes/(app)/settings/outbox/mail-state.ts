import { m } from '@ministry/kernel/messages'

const names: Record<string, () => string> = {
  queued: m.mail_state_queued,
  kept: m.mail_state_kept,
  sent: m.mail_state_sent,
  failed: m.mail_state_failed,
}
/** Where a mail is on its way. */
export const mailStateName = (state: string): string => names[state]?.() ?? state
