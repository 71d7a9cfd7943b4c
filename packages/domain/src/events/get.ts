import { reaches } from '@ministry/access/scope'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { casesOf, findEvent, mayDraft, viewOf } from './event-row.ts'
import { eventInput, eventOutput } from './events.schema.ts'

/** An event with how it stands and what the reader may do. Errors: NotFound. Source: EVT-1, EVT-2. */
export const get = query({
  name: 'events.get',
  permission: { action: 'read', noun: 'Event' },
  input: eventInput,
  output: eventOutput,
  async run(ctx, { id }) {
    const row = await findEvent(ctx, id)
    const { name, kind, state, scopeIds } = await findNode(ctx, 'read', row.nodeId)
    const place = { id: row.nodeId, scopeIds }
    const of = (await casesOf(ctx, [row])).get(row.caseId ?? '') ?? null
    const view = viewOf(row, { id: row.nodeId, name, kind }, of)
    const free = view.state === 'draft' && of?.state !== 'sent_back'
    return {
      ...view,
      may: {
        change: free && reaches(ctx, 'update', 'Event', place),
        submit: free && state === 'active' && mayDraft(ctx, place),
      },
    }
  },
})
