import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { invitationStateOf, obstacleToOffer } from './accounts.rules.ts'
import { placesOfPerson } from './person-places.ts'
import { heldBySender, type SenderSeat } from './sender.ts'

interface Pending {
  id: string
  nodeId: string
  scopeIds: string[]
  known: boolean
  createdAt: Date
  expiresAt: Date
  sender: SenderSeat[]
}

/**
 * Takes back the invitations of a person that their sender could not write any more, now that the person holds what they hold:
 * whoever has the link would have that too. Expired ones as well, because they could be sent again. Source: ACC-3, ACC-4.
 */
export async function revokeOutgrown(ctx: Context, personId: string): Promise<void> {
  const pending = await ctx.tx.rows<Pending>(sql`
    select id, node_id as "nodeId", scope_ids as "scopeIds", known, created_at as "createdAt", expires_at as "expiresAt", sender
      from app.pending_invitations(${personId}::uuid)`)
  const roles = (await placesOfPerson(ctx, personId)).filter(({ role }) => role !== null)
  const outgrown = pending.filter(
    ({ sender, known, createdAt }) => obstacleToOffer(heldBySender(sender), 'create', roles, known, createdAt) !== null,
  )
  if (outgrown.length === 0) return
  await ctx.tx.rows(sql`
    select app.revoke_invitations_of(${personId}::uuid, ${outgrown.map(({ id }) => id)}::uuid[], ${ctx.at})`)
  for (const { id, nodeId, scopeIds, expiresAt } of outgrown)
    ctx.audit({
      noun: 'Invitation',
      subjectId: id,
      node: { id: nodeId, scopeIds },
      before: { state: invitationStateOf({ acceptedAt: null, revokedAt: null, expiresAt }, ctx.at) },
      after: { state: 'revoked' },
      person: { id: personId },
      reason: 'role given',
    })
}
