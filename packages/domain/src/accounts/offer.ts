/** An invitation as its token shows it, read as the role that signs people in. */
import { hashToken } from '@ministry/auth'
import { sql, type Sql } from '@ministry/db'
import type { InvitationRow } from './invitation-row.ts'

export interface Offer extends InvitationRow {
  name: string
  inviter: string | null
  movement: string
  nodeName: string
}

/** What the token invites to; null where there is no such invitation. */
export async function offerOf(
  rows: <Row extends object>(query: Sql) => Promise<Row[]>,
  token: string,
): Promise<Offer | null> {
  const [found] = await rows<Offer>(sql`
    select i.id, i.person_id as "personId", i.node_id as "nodeId", i.email, i.created_at as "createdAt",
           i.expires_at as "expiresAt", i.accepted_at as "acceptedAt", i.revoked_at as "revokedAt",
           i.invited_by as "invitedBy", i.scope_ids as "scopeIds", coalesce(p.preferred_name, p.name) as name,
           coalesce(b.preferred_name, b.name) as inviter, t.name as movement, n.name as "nodeName"
      from invitation i
      join person p on p.id = i.person_id
      join org_node n on n.id = i.node_id
      join org_node t on t.id = i.scope_ids[1]
      left join person b on b.id = i.invited_by
     where i.token_hash = ${hashToken(token)}`)
  return found ?? null
}
