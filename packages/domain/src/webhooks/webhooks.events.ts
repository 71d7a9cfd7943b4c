import { id } from '@ministry/kernel/id'
import { event } from '@ministry/workflows'
import * as z from 'zod'

/** A message waits to be sent; the database's trigger on the audit emits it too. `round` counts how often it was asked for. */
export const deliveryQueued = event(
  'webhooks/delivery.queued',
  z.object({ deliveryId: id(), endpointId: id(), round: z.number().int() }),
)
