import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { findEndpoint, placeOf } from './endpoint-row.ts'
import { deliveryQueued } from './webhooks.events.ts'
import { done, endpointInput, testEvent } from './webhooks.schema.ts'

/** Sends an address a message that says nothing but that it is a test. Errors: NotFound, NotAllowed; RuleBroken `webhooks.test.not-active`. Source: API-1. */
export const test = mutation({
  name: 'webhooks.test',
  permission: { action: 'update', noun: 'Integration' },
  input: endpointInput,
  output: done,
  async run(ctx, { id: endpointId }) {
    const row = await findEndpoint(ctx, 'update', endpointId)
    if (row.state !== 'active') throw ruleBroken('webhooks.test.not-active')
    const id = newId(ctx.at)
    await ctx.tx.prisma.webhookDelivery.create({
      data: {
        ...{ id, endpointId, type: testEvent, noun: 'Integration', subjectId: endpointId, nodeId: row.nodeId },
        ...{ aboutIds: row.scopeIds, at: ctx.at },
      },
    })
    ctx.emit(deliveryQueued.sendable({ deliveryId: id, endpointId, round: 0 }, { subject: `webhook-delivery:${id}` }))
    ctx.audit({ noun: 'Integration', subjectId: endpointId, node: placeOf(row), after: { tested: id } })
    return { id }
  },
})
