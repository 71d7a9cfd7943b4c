import { m } from '@ministry/kernel/messages'
import { formatNumber } from '@ministry/ui'

/** How many follow-ups a list has; of very many only that there are more. */
export const followUpCount = ({ total, totalIsMore }: { total: number; totalIsMore: boolean }): string =>
  totalIsMore ? m.follow_ups_count_more({ count: formatNumber(total) }) : m.follow_ups_count({ count: total })
