import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/** Closes what was to be done about a person by those who have had them so far. For whoever moves them across regions. Source: PPL-4, PPL-6. */
export async function dropFollowUps(ctx: Context, personId: string): Promise<void> {
  ctx.asked('update', 'FollowUp')
  const dropped = await ctx.tx.rows<{ id: string }>(sql`
    update follow_up set state = 'dropped', closed_at = ${ctx.at}, closed_by = ${ctx.principal.personId}::uuid, updated_at = ${ctx.at}, version = version + 1
     where person_id = ${personId}::uuid and state = 'open' returning id`)
  for (const { id } of dropped)
    ctx.audit({
      noun: 'FollowUp',
      subjectId: id,
      before: { state: 'open' },
      after: { state: 'dropped' },
      person: { id: personId },
    })
}
