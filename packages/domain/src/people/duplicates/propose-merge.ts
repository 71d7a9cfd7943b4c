import { allow } from '@ministry/access/scope'
import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../../verb.ts'
import { compare, verdictOf } from './compare.ts'
import { pairDone, proposeMergeInput } from './duplicates.schema.ts'
import { knownPerson } from './likely.ts'
import { populationFor } from './population.ts'
import { bothPeople } from './two-people.ts'

/**
 * Asks whoever stands above both to make two records one: either side may, that sees both and edits one of them. Nobody proposes to merge
 * a pair that was said to be two; one that is proposed already gets the new words. Errors: NotFound, NotAllowed, RuleBroken
 * people.propose-merge.decided. Source: PPL-2, PPL-5.
 */
export const proposeMerge = mutation({
  name: 'people.propose-merge',
  permission: { action: 'merge', noun: 'Person' },
  input: proposeMergeInput,
  output: pairDone,
  async run(ctx, { firstId, secondId, note = null }) {
    const [first, second] = await bothPeople(ctx, ...([firstId, secondId].sort() as [string, string]))
    const mine = [first, second].find((person) => may(ctx.ability, 'merge', 'Person', person))
    allow(ctx, 'merge', 'Person', mine ?? first)
    const known = [knownPerson(first), knownPerson(second)] as const
    const population = await populationFor(ctx, first.homeIds[0]!, known)
    const comparison = compare(...known, population)
    const id = newId(ctx.at)
    const [row] = await ctx.tx.rows<{ id: string }>(sql`
      insert into duplicate_pair as d (id, first_id, second_id, verdict, score, reasons, facts, found_by, found_at, proposed_at, proposed_by, note)
      values (${id}::uuid, ${first.id}::uuid, ${second.id}::uuid, ${verdictOf(comparison, population.size) ?? 'possible'}, ${Math.round(comparison.bits * 10) / 10},
              ${JSON.stringify(comparison.reasons)}::jsonb, '', 'proposal', ${ctx.at}, ${ctx.at}, ${ctx.principal.personId}::uuid, ${note})
      on conflict (first_id, second_id) do nothing returning id`)
    const proposed = row ?? (await again())
    async function again() {
      // A pair that the sweep found is the business of those above; whoever can't see it is told nothing of what they said.
      const [there] = await ctx.tx.rows<{ id: string | null }>(
        sql`select app.propose_pair(${first.id}::uuid, ${second.id}::uuid, ${note}, ${ctx.at}) as id`,
      )
      if (!there?.id) throw ruleBroken('people.propose-merge.decided')
      return { id: there.id }
    }
    for (const person of [first, second])
      ctx.audit({
        noun: 'Duplicate',
        subjectId: proposed.id,
        node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
        after: { proposed: true },
        person: { id: person.id, ...(note && { after: { note } }) },
      })
    return proposed
  },
})
