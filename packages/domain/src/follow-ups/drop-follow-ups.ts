import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

interface Dropped {
  id: string
  personId: string
  homeNodeId: string | null
  homeIds: string[]
}

/**
 * Closes open follow-ups that nobody needs to see to any more: all about a person (whoever moves them across regions), or those made by
 * these keys; `outcome` says why. Source: PPL-4, PPL-6, AUT-4.
 */
export async function dropFollowUps(
  ctx: Context,
  which: { personId: string } | { keys: readonly string[] },
  outcome: string | null = null,
): Promise<void> {
  ctx.asked('update', 'FollowUp')
  const chosen =
    'keys' in which ? sql`f.dedupe_key = any (${which.keys}::text[])` : sql`f.person_id = ${which.personId}::uuid`
  const dropped = await ctx.tx.rows<Dropped>(sql`
    update follow_up f set state = 'dropped', outcome = ${outcome}, closed_at = ${ctx.at}, closed_by = ${ctx.caller.system ? null : ctx.principal.personId}::uuid,
           updated_at = ${ctx.at}, version = f.version + 1
      from person p
     where ${chosen} and f.state = 'open' and p.id = f.person_id
    returning f.id, p.id as "personId", p.home_node_id as "homeNodeId", p.home_ids as "homeIds"`)
  for (const { id, personId, homeNodeId, homeIds } of dropped)
    ctx.audit({
      noun: 'FollowUp',
      subjectId: id,
      node: homeNodeId ? { id: homeNodeId, scopeIds: homeIds } : undefined,
      before: { state: 'open' },
      after: { state: 'dropped' },
      person: { id: personId, ...(outcome !== null && { after: { outcome } }) },
    })
}
