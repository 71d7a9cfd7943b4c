/** How much waits in the inbox: decisions and news together, as a number and in words. Source: APR-8. */
import { m } from '@ministry/kernel/messages'

export interface Badge {
  count: number
  countText: string
}

export function inboxBadge({ unread, decisions }: { unread: number; decisions: number }): Badge {
  const count = unread + decisions
  if (decisions > 0) return { count, countText: m.approvals_page_badge({ decisions, unread }) }
  return { count, countText: unread ? m.messaging_inbox_count({ count: unread }) : m.messaging_inbox_count_none() }
}
