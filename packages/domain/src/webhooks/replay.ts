import { notFound, ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findEndpoint, placeOf } from './endpoint-row.ts'
import { deliveryQueued } from './webhooks.events.ts'
import { done, replayInput } from './webhooks.schema.ts'

/** Sends a message again, under its own id, so that a receiver who had it knows. Errors: NotFound, NotAllowed; RuleBroken `webhooks.replay.` `waits`, `not-active`. Source: API-1. */
export const replay = mutation({
  name: 'webhooks.replay',
  permission: { action: 'update', noun: 'Integration' },
  input: replayInput,
  output: done,
  async run(ctx, { deliveryId }) {
    const delivery = await ctx.tx.prisma.webhookDelivery.findUnique({ where: { id: deliveryId } })
    const row = await findEndpoint(ctx, 'update', delivery?.endpointId ?? deliveryId)
    if (!delivery) throw notFound('WebhookDelivery')
    if (row.state !== 'active') throw ruleBroken('webhooks.replay.not-active')
    const { count } = await ctx.tx.prisma.webhookDelivery.updateMany({
      where: { id: deliveryId, state: { not: 'queued' } },
      data: { state: 'queued' },
    })
    if (!count) throw ruleBroken('webhooks.replay.waits')
    const data = { deliveryId, endpointId: row.id, round: delivery.attempts }
    ctx.emit(deliveryQueued.sendable(data, { subject: `webhook-delivery:${deliveryId}` }))
    ctx.audit({ noun: 'Integration', subjectId: row.id, node: placeOf(row), after: { replayed: deliveryId } })
    return { id: deliveryId }
  },
})
