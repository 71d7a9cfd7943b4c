import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/** Leaves the notes about a person with those who have had the person so far, at their home. For whoever moves them across regions, before they move. Source: PPL-4. */
export async function keepNotes(
  ctx: Context,
  personId: string,
  home: { id: string; scopeIds: readonly string[] },
): Promise<void> {
  ctx.asked('update', 'Note')
  const kept = await ctx.tx.rows<{ id: string }>(sql`
    update note set kept = true where person_id = ${personId}::uuid and not kept returning id`)
  if (kept.length) ctx.audit({ noun: 'Note', node: home, after: { kept: kept.length }, person: { id: personId } })
}
