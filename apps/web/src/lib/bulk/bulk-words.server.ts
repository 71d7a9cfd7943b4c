/** What was, or would be, done to many, in words. */
import type { BulkLine } from '@ministry/domain/bulk/schema'
import { m } from '@ministry/kernel/messages'
import { formatNumber } from '@ministry/ui/format.ts'
import { say } from '#lib/server/say.ts'

/** `Tagged “Camp”`. */
export function saidOf({ act, tag, node, title }: BulkLine['what']): string {
  switch (act) {
    case 'tag':
      return m.bulk_said_tag({ tag: tag?.name ?? m.bulk_hidden_tag() })
    case 'untag':
      return m.bulk_said_untag({ tag: tag?.name ?? m.bulk_hidden_tag() })
    case 'join':
      return m.bulk_said_join({ node: node?.name ?? m.bulk_hidden_node() })
    case 'follow-up':
      return title === null ? m.bulk_said_follow_up_about_you() : m.bulk_said_follow_up({ title })
  }
}

/** `Not yours to change: 12`, the most frequent first. */
export const reasonLines = (
  which: 'left' | 'spared',
  reasons: readonly { reason: string; count: number }[],
): string[] =>
  reasons
    .toSorted((one, other) => other.count - one.count)
    .map(({ reason, count }) =>
      m.bulk_reason_count({ reason: say(`bulk.${which}.${reason}`), shown: formatNumber(count) }),
    )
