/** Acts on many, as pages name them. */
import type { BulkActName } from '@ministry/domain/bulk/schema'
import { m } from '@ministry/kernel/messages'

/** On a button: `Tag`. */
export const actNames: Record<BulkActName, () => string> = {
  tag: m.bulk_act_tag,
  untag: m.bulk_act_untag,
  join: m.bulk_act_join,
  'follow-up': m.bulk_act_follow_up,
}
/** Where the acts on a list begin, for everybody whom it finds as it is looked at (`query`, without its question mark). */
export const beginHref = (base: string, act: BulkActName, query: string, action = ''): string =>
  `${base}/bulk/new?${action}act=${act}${query ? `&${query}` : ''}`

export const bulkStateNames: Record<string, () => string> = {
  running: m.bulk_state_running,
  done: m.bulk_state_done,
  stopped: m.bulk_state_stopped,
  failed: m.bulk_state_failed,
  undoing: m.bulk_state_undoing,
  undone: m.bulk_state_undone,
}
