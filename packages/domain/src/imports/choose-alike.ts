import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { planRequested } from './imports.events.ts'
import { assertFollows, noCounts } from './imports.rules.ts'
import { chooseAlikeInput, chooseAlikeOutput, type Verdict } from './imports.schema.ts'
import { lockImport, placeOf } from './stored.ts'

/**
 * One word on all rows that wait for the same reason: somebody new, left out, or, where one record alone was found, that one. `rows` is
 * how many the person was told; with another number nothing is decided. They, and those that depend on them, are looked at again by the
 * workflow; each can be decided otherwise after it. Errors: NotFound; RuleBroken `imports.step.not-now`,
 * `imports.choose-alike.other-number`. Source: IMP-2, PPL-5.
 */
export const chooseAlike = mutation({
  name: 'imports.choose-alike',
  permission: { action: 'plan', noun: 'Import' },
  input: chooseAlikeInput,
  output: chooseAlikeOutput,
  async run(ctx, { id, code, take, rows }) {
    const found = await lockImport(ctx, 'plan', id)
    if (found.state !== 'planned') assertFollows(found.state, 'planned')
    const chosen = await decide(ctx, id, code, take)
    if (chosen.length !== rows) throw ruleBroken('imports.choose-alike.other-number', { count: chosen.length })
    const again = await lookAgain(ctx, id, chosen)
    const counted = await ctx.tx.rows<{ verdict: Verdict; count: number }>(sql`
      select verdict, count(*)::int as count from import_row where import_id = ${id}::uuid and verdict is not null group by verdict`)
    const plan = { ...noCounts(), ...Object.fromEntries(counted.map(({ verdict, count }) => [verdict, count])) }
    await ctx.tx.prisma.import.update({
      where: { id },
      data: { state: 'planning', plan, plannedRows: found.rowCount - again, updatedAt: ctx.at },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: id,
      node: placeOf(found),
      before: { state: found.state },
      after: { state: 'planning', reason: code, take, rows },
    })
    const { nodeId, scopeIds } = found
    const { accountId, personId } = ctx.principal
    ctx.emit({
      name: planRequested.name,
      data: { importId: id, accountId, personId, nodeId, scopeIds },
      subject: `import:${id}`,
    })
    return { id, rows, state: 'planning' as const }
  },
})

interface Chosen {
  number: number
  key: string | null
  target: string | null
}
/** Notes the word on each row that waits for this reason. */
const decide = ({ tx }: Context, importId: string, code: string, take: 'one' | 'new' | 'out') =>
  tx.rows<Chosen>(sql`
    update import_row set choice = ${
      take === 'one'
        ? sql`jsonb_build_object('take', 'one', 'id', detail->'candidates'->0->'id')`
        : sql`jsonb_build_object('take', ${take}::text)`
    }
     where import_id = ${importId}::uuid and verdict = 'conflict' and detail->'problems'->0->>'code' = ${code}
       and (${take !== 'one'} or jsonb_array_length(detail->'candidates') = 1)
    returning number, key, target`)

/** Leaves these rows, and whatever says the same or writes to the same, to the dry run; answers with how many. */
async function lookAgain({ tx }: Context, importId: string, chosen: readonly Chosen[]): Promise<number> {
  const of = (part: 'key' | 'target') => [...new Set(chosen.flatMap((row) => row[part] ?? []))]
  const rows = await tx.rows(sql`
    update import_row set verdict = null, detail = null, person_id = null, target = null
     where import_id = ${importId}::uuid and (number = any (${chosen.map(({ number }) => number)}::int[])
        or key = any (${of('key')}::text[]) or target = any (${of('target')}::text[]))
    returning number`)
  return rows.length
}
