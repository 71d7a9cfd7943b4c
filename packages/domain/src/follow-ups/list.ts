import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { dateOf, readable, todayOf } from './follow-up-row.ts'
import { listInput, listOutput } from './follow-ups.schema.ts'
import { leftOf, pageAt } from './page-of.ts'

/** Follow-ups on people of a node and below, by the day they are wanted. Errors: NotFound node. Source: PPL-6. */
export const list = query({
  name: 'follow-ups.list',
  permission: { action: 'read', noun: 'FollowUp' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId, assignee, late, ...page }) {
    await findNode(ctx, 'read', nodeId)
    const left = await leftOf(ctx, page.state, { nodeId })
    const chosen = {
      ...(assignee === 'nobody' && { assigneeId: null }),
      ...(assignee === 'left' && { id: { in: [...left] } }),
      ...(assignee !== undefined && assignee !== 'nobody' && assignee !== 'left' && { assigneeId: assignee }),
      ...(late && { wantedOn: { lt: dateOf(await todayOf(ctx)) } }),
    }
    return pageAt(ctx, nodeId, { AND: [readable(ctx), { scopeIds: { has: nodeId } }, chosen] }, page, left)
  },
})
