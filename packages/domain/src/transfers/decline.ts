import { notify } from '../notify.ts'
import { mutation } from '../verb.ts'
import { endOffer, findOpen } from './transfer-row.ts'
import { declineInput, offered } from './transfers.schema.ts'

/** Says no to an offer, with the reason that the sending side reads. Errors: NotFound; NotAllowed; Conflict `transfers.answer.ended`. Source: PPL-4. */
export const decline = mutation({
  name: 'transfers.decline',
  permission: { action: 'update', noun: 'Transfer' },
  input: declineInput,
  output: offered,
  async run(ctx, { id, reason }) {
    const row = await findOpen(ctx, id, 'to')
    await endOffer(ctx, row, 'declined', { reason })
    await notify(ctx, {
      ...{ personId: row.offeredBy, kind: 'transfer-declined', nodeId: row.fromNodeId, aboutId: id },
      dedupeKey: `transfer-declined:${id}`,
    })
    return { id }
  },
})
