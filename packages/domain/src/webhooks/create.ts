import { reaches } from '@ministry/access/scope'
import { limitReached, notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { findNode } from '../org/index.ts'
import { mutation } from '../verb.ts'
import { newWebhookSecret } from './signing.ts'
import { createInput, created } from './webhooks.schema.ts'

/** Addresses of one place. */
const MOST = 20

/**
 * Has an address told what happens at a place and below, as far as whoever makes it may see that, then and later. The secret that
 * signs is in the answer and is shown nowhere else. Errors: NotFound node; NotAllowed (also `accounts.prove.needed`); RuleBroken `webhooks.create.url` (no https,
 * an odd port, or inside a network); LimitReached `webhooks.create.too-many`. Source: API-1.
 */
export const create = mutation({
  name: 'webhooks.create',
  permission: { action: 'create', noun: 'Integration' },
  stepUp: true,
  input: createInput,
  output: created,
  async run(ctx, { nodeId, url, description, events }) {
    const place = await findNode(ctx, 'read', nodeId)
    if (!reaches(ctx, 'create', 'Integration', place)) throw notAllowed('create', 'Integration')
    const { webhooks } = ctx.services
    if (!webhooks.outgoing.takes(url)) throw ruleBroken('webhooks.create.url')
    const inUse = await ctx.tx.prisma.webhookEndpoint.count({ where: { nodeId, state: { not: 'removed' } } })
    if (inUse >= MOST) throw limitReached('webhooks.create.too-many', { most: MOST })
    const id = newId(ctx.at)
    const secret = newWebhookSecret()
    await ctx.tx.prisma.webhookEndpoint.create({
      data: {
        ...{ id, nodeId, url, description, createdAt: ctx.at, ownerId: ctx.principal.accountId },
        ...{ events: [...new Set(events)], secret: webhooks.sealing.seal(secret, id) },
      },
    })
    ctx.audit({ noun: 'Integration', subjectId: id, node: place, after: { host: new URL(url).host, events } })
    return { id, secret }
  },
})
