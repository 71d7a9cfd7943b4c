import { find } from '@ministry/access/scope'
import type { Context } from '../context.ts'

/** The place of the caller's own account in the audit: the home, or the place of a role. */
export async function ownPlace(ctx: Context): Promise<{ id: string; scopeIds: string[] } | undefined> {
  const { accountId, personId, roles } = ctx.principal
  const { scopeIds } = await find<{ scopeIds: string[] }>(ctx, 'read', 'Account', accountId, { scopeIds: true })
  const { homeNodeId } = await find<{ homeNodeId: string | null }>(ctx, 'read', 'Person', personId, {
    homeNodeId: true,
  })
  const id = homeNodeId ?? roles.find(({ nodeId }) => nodeId)?.nodeId
  return id ? { id, scopeIds } : undefined
}
