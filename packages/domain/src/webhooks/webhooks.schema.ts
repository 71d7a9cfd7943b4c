/** Shapes of outgoing webhooks. The browser may import this file. Source: API-1. */
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

/**
 * What can be told: acts, by their names. Told are the act, the kind of thing, its id, its place and the time, and nothing about
 * anybody: whoever is told asks for the rest with a key, and so under rights of that moment.
 */
export const webhookEvents = [
  'people.create',
  'people.update',
  'people.change-state',
  'people.archive',
  'people.restore',
  'people.join-node',
  'people.leave-node',
  'people.change-home',
  'people.merge',
  'transfers.offer',
  'transfers.accept',
  'transfers.decline',
  'transfers.withdraw',
  'follow-ups.create',
  'follow-ups.close',
  'org.open',
  'org.rename',
  'org.move',
  'org.close',
  'org.reopen',
  'events.create',
  'events.change',
  'accounts.invite',
  'accounts.deactivate',
  'accounts.reactivate',
  'accounts.end-role',
  'imports.commit',
] as const
/** What a test sends. */
export const testEvent = 'webhooks.test'

const written = {
  url: z.string().trim().min(1, 'webhooks.url-missing').max(1000),
  /** What it is for, so that others know. */
  description: z.string().trim().min(1, 'webhooks.description-missing').max(200),
  events: z.array(z.enum(webhookEvents)).min(1, 'webhooks.events-missing').max(webhookEvents.length),
}
export const createInput = z.object({ nodeId: id(), ...written })
/** The secret is shown here and never again. */
export const created = z.object({ id: id(), secret: z.string() })
export const changeInput = z.object({ id: id(), version: z.number().int(), ...written })
export const stateInput = z.object({ id: id(), state: z.enum(['active', 'paused', 'removed']) })
export const endpointInput = z.object({ id: id() })
export const rotated = z.object({ secret: z.string(), previousUntil: z.date() })
export const done = z.object({ id: id() })

const endpoint = z.object({
  id: id(),
  nodeId: id(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  state: z.enum(['active', 'paused', 'disabled']),
  failingSince: z.date().nullable(),
  createdAt: z.date(),
  version: z.number().int(),
})
export const listInput = z.object({ nodeId: id() })
/** Of the node and below. `mayChange`: whether the reader may make and change them here. */
export const listOutput = z.object({ rows: z.array(endpoint), mayChange: z.boolean() })
export const getOutput = endpoint.extend({ previousUntil: z.date().nullable() })

export const deliveriesInput = pageInput.extend({ id: id() })
export const deliveriesOutput = pageOf(
  z.object({
    id: id(),
    type: z.string(),
    noun: z.string(),
    subjectId: id().nullable(),
    at: z.date(),
    state: z.enum(['queued', 'delivered', 'failed', 'withheld']),
    attempts: z.number().int(),
    status: z.number().int().nullable(),
    problem: z.string().nullable(),
    attemptedAt: z.date().nullable(),
  }),
)
export const replayInput = z.object({ deliveryId: id() })
