import { query } from '../verb.ts'
import { done, keys as output } from './clients.schema.ts'

/** The caller's own keys, the newest first; what opens them is known to nobody. Source: API-1. */
export const keys = query({
  name: 'clients.keys',
  permission: 'signed-in',
  input: done,
  output,
  async run(ctx) {
    const found = await ctx.tx.prisma.apiKey.findMany({
      where: { accountId: ctx.principal.accountId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      omit: { tokenHash: true },
      take: 200,
    })
    return found.map(({ revokedAt, ...key }) => ({
      ...key,
      state: revokedAt ? ('revoked' as const) : key.expiresAt <= ctx.at ? ('expired' as const) : ('active' as const),
    }))
  },
})
