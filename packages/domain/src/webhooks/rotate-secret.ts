import { mutation } from '../verb.ts'
import { findEndpoint, placeOf } from './endpoint-row.ts'
import { newWebhookSecret } from './signing.ts'
import { endpointInput, rotated } from './webhooks.schema.ts'

/** For so long both secrets sign. Milliseconds. */
const BOTH = 86_400_000

/** Makes a new secret; the one before signs too for a day, so that the receiver can change in peace. Errors: NotFound, NotAllowed (also `accounts.prove.needed`). Source: API-1, Standard Webhooks. */
export const rotateSecret = mutation({
  name: 'webhooks.rotate-secret',
  permission: { action: 'update', noun: 'Integration' },
  stepUp: true,
  input: endpointInput,
  output: rotated,
  async run(ctx, { id }) {
    const row = await findEndpoint(ctx, 'update', id)
    const { secret: present } = await ctx.tx.prisma.webhookEndpoint.findUniqueOrThrow({
      where: { id },
      select: { secret: true },
    })
    const secret = newWebhookSecret()
    const previousUntil = new Date(ctx.at.getTime() + BOTH)
    await ctx.tx.prisma.webhookEndpoint.update({
      where: { id },
      data: {
        ...{ secret: ctx.services.webhooks.sealing.seal(secret, id), previousSecret: present, previousUntil },
        version: row.version + 1,
      },
      select: { id: true },
    })
    ctx.audit({ noun: 'Integration', subjectId: id, node: placeOf(row), after: { secret: 'rotated', previousUntil } })
    return { secret, previousUntil }
  },
})
