import { query } from '../verb.ts'
import { hidden, mask } from './mask.ts'
import { eventsInput, eventsOutput } from './monitoring.schema.ts'
import { ownEvents } from './own.ts'
import { reachOf } from './reach.ts'

/**
 * Events that functions were told of, newest first, and the runs that they started; personal data hidden. Errors: NotAllowed;
 * RuleBroken monitoring.runs.on-server. Source: OPS-1.
 */
export const events = query({
  name: 'monitoring.events',
  permission: { action: 'read', noun: 'Operation' },
  input: eventsInput,
  output: eventsOutput,
  async run(ctx, { name, id, take, after }) {
    const reach = await reachOf(ctx, 'read')
    const before = after && /^\d{1,18}$/.test(after) ? after : undefined
    const query = { ...(name && { name }), ...(id && { id }), ...(before && { before }) }
    const { rows, next } = await ownEvents(ctx, reach, query, take)
    return {
      whole: reach.whole,
      next,
      rows: rows.map((event) => {
        const open = event.owner === 'own' || reach.whole
        return { ...event, open, data: open ? mask(event.data) : hidden }
      }),
    }
  },
})
