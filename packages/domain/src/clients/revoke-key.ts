import { notFound } from '@ministry/kernel/errors'
import { ownPlace } from '../accounts/index.ts'
import { mutation } from '../verb.ts'
import { done, keyInput } from './clients.schema.ts'
import { tellOfKey } from './tell-of-key.ts'

/** Ends a key of one's own; it opens nothing from then on, and a mail tells of it. Errors: NotFound. Source: API-1. */
export const revokeKey = mutation({
  name: 'clients.revoke-key',
  permission: 'signed-in',
  input: keyInput,
  output: done,
  async run(ctx, { id }) {
    const { accountId } = ctx.principal
    const key = await ctx.tx.prisma.apiKey.findFirst({ where: { id, accountId }, omit: { tokenHash: true } })
    if (!key) throw notFound('ApiKey')
    const { count } = await ctx.tx.prisma.apiKey.updateMany({
      where: { id, accountId, revokedAt: null },
      data: { revokedAt: ctx.at },
    })
    if (!count) return {}
    const after = { keyId: id, hint: key.hint, revoked: true }
    ctx.audit({ noun: 'Account', subjectId: accountId, node: await ownPlace(ctx), after })
    await tellOfKey(ctx, 'api-key-revoked', key.name)
    return {}
  },
})
