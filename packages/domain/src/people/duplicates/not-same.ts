import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../../verb.ts'
import { compare } from './compare.ts'
import { aboutPair, pairDone } from './duplicates.schema.ts'
import { knownPerson } from './likely.ts'
import { populationFor } from './population.ts'
import { bothPeople, obstaclesTo } from './two-people.ts'

/**
 * Says that these two are not the same; the pair comes again only when much more speaks for it. For whoever could decide it: both lie
 * wholly in reach. Errors: NotFound, RuleBroken people.not-same.not-wholly. Source: PPL-5.
 */
export const notSame = mutation({
  name: 'people.not-same',
  permission: { action: 'update', noun: 'Duplicate' },
  input: aboutPair,
  output: pairDone,
  async run(ctx, { firstId, secondId }) {
    const [first, second] = await bothPeople(ctx, ...([firstId, secondId].sort() as [string, string]))
    if ((await obstaclesTo(ctx, first, second)).includes('people.merge.not-wholly'))
      throw ruleBroken('people.not-same.not-wholly')
    const known = [knownPerson(first), knownPerson(second)] as const
    const { bits, reasons } = compare(...known, await populationFor(ctx, first.homeIds[0]!, known))
    const [row] = await ctx.tx.rows<{ id: string }>(sql`
      insert into duplicate_pair (id, first_id, second_id, verdict, score, reasons, facts, found_by, found_at, state, decided_at, decided_by)
      values (${newId(ctx.at)}::uuid, ${first.id}::uuid, ${second.id}::uuid, 'possible', ${Math.round(bits * 10) / 10}, ${JSON.stringify(reasons)}::jsonb, '', 'entry', ${ctx.at},
              'not-same', ${ctx.at}, ${ctx.principal.personId}::uuid)
      on conflict (first_id, second_id) do update set state = 'not-same', decided_at = ${ctx.at}, decided_by = ${ctx.principal.personId}::uuid
      returning id`)
    for (const person of [first, second])
      ctx.audit({
        noun: 'Duplicate',
        subjectId: row!.id,
        node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
        after: { state: 'not-same' },
        person: { id: person.id },
      })
    return { id: row!.id }
  },
})
