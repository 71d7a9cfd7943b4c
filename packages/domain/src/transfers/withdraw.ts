import { mutation } from '../verb.ts'
import { tellReceivers } from './offer.ts'
import { endOffer, findOpen } from './transfer-row.ts'
import { offered, withdrawInput } from './transfers.schema.ts'

/** Takes an offer back before it is answered. Errors: NotFound; NotAllowed; Conflict `transfers.answer.ended`. Source: PPL-4. */
export const withdraw = mutation({
  name: 'transfers.withdraw',
  permission: { action: 'update', noun: 'Transfer' },
  input: withdrawInput,
  output: offered,
  async run(ctx, { id }) {
    const row = await findOpen(ctx, id, 'from')
    await tellReceivers(ctx, id, row.toNodeId, 'transfer-withdrawn')
    await endOffer(ctx, row, 'withdrawn')
    return { id }
  },
})
