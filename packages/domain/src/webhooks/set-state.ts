import { mutation } from '../verb.ts'
import { findEndpoint, placeOf } from './endpoint-row.ts'
import { done, stateInput } from './webhooks.schema.ts'

/** Pauses an address, lets it go on (also one that was given up), or removes it for good. Errors: NotFound, NotAllowed. Source: API-1. */
export const setState = mutation({
  name: 'webhooks.set-state',
  permission: { action: 'update', noun: 'Integration' },
  input: stateInput,
  output: done,
  async run(ctx, { id, state }) {
    const row = await findEndpoint(ctx, 'update', id)
    if (row.state === state) return { id }
    await ctx.tx.prisma.webhookEndpoint.update({
      where: { id },
      data: { state, failingSince: null, version: row.version + 1 },
      select: { id: true },
    })
    ctx.audit({
      noun: 'Integration',
      subjectId: id,
      node: placeOf(row),
      before: { state: row.state },
      after: { state },
    })
    return { id }
  },
})
