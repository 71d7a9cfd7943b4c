/** The one way to an endpoint: through the right to integrations at its place. Source: ACS-3. */
import { reaches } from '@ministry/access/scope'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'

export interface EndpointRow {
  id: string
  nodeId: string
  ownerId: string
  url: string
  description: string
  events: string[]
  state: string
  failingSince: Date | null
  previousUntil: Date | null
  createdAt: Date
  version: number
  scopeIds: string[]
}

/** Throws NotFound where the caller may not see integrations there, NotAllowed where seeing is all. */
export async function findEndpoint(ctx: Context, action: 'read' | 'update', id: string): Promise<EndpointRow> {
  const row = await ctx.tx.prisma.webhookEndpoint.findFirst({
    where: { id, state: { not: 'removed' } },
    omit: { secret: true, previousSecret: true },
  })
  const place = row && { id: row.nodeId, scopeIds: row.scopeIds }
  const sees = reaches(ctx, 'read', 'Integration', place ?? { id, scopeIds: [] })
  if (!row || !place || !sees) throw notFound('WebhookEndpoint')
  if (action !== 'read' && !reaches(ctx, action, 'Integration', place)) throw notAllowed(action, 'Integration')
  return row
}

/** Where entries about it stand. */
export const placeOf = ({ nodeId, scopeIds }: EndpointRow) => ({ id: nodeId, scopeIds })
