import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { readable } from './follow-up-row.ts'

/** Why one isn't taken back: out of sight, no longer the caller's to change, done or dropped, changed or given on. */
type Kept = 'gone' | 'not-yours' | 'closed' | 'edited'

/**
 * Drops follow-ups that were just made, as far as nobody has touched them since; what was asked for may be asked for again. Answers
 * with those that stay, and why. Three statements. Source: IMP-5.
 */
export async function takeBackFollowUps(ctx: Context, ids: readonly string[]): Promise<Map<string, Kept>> {
  ctx.asked('update', 'FollowUp')
  const { tx, at, principal } = ctx
  const found = new Map(
    (await tx.prisma.followUp.findMany({ where: { AND: [{ id: { in: [...ids] } }, readable(ctx)] } })).map((row) => [
      row.id,
      row,
    ]),
  )
  const kept = new Map<string, Kept>()
  for (const id of ids) {
    const row = found.get(id)
    if (!row) kept.set(id, 'gone')
    else if (row.assigneeId !== principal.personId && !may(ctx.ability, 'update', 'FollowUp', row))
      kept.set(id, 'not-yours')
    else if (row.state !== 'open') kept.set(id, 'closed')
    else if (row.version !== 1) kept.set(id, 'edited')
  }
  const wanted = ids.filter((id) => !kept.has(id))
  if (wanted.length === 0) return kept
  const dropped = await tx.rows<{ id: string; personId: string; homeNodeId: string | null; homeIds: string[] }>(sql`
    update follow_up f
       set state = 'dropped', closed_at = ${at}, closed_by = ${principal.personId}::uuid, dedupe_key = null, updated_at = ${at}, version = 2
      from person p
     where f.id = any (${wanted}::uuid[]) and f.version = 1 and f.state = 'open' and p.id = f.person_id
    returning f.id, f.person_id as "personId", p.home_node_id as "homeNodeId", p.home_ids as "homeIds"`)
  for (const { id, personId, homeNodeId, homeIds } of dropped)
    ctx.audit({
      noun: 'FollowUp',
      subjectId: id,
      node: homeNodeId ? { id: homeNodeId, scopeIds: homeIds } : undefined,
      before: { state: 'open' },
      after: { state: 'dropped' },
      person: { id: personId },
    })
  const done = new Set(dropped.map(({ id }) => id))
  for (const id of wanted) if (!done.has(id)) kept.set(id, 'edited')
  return kept
}
