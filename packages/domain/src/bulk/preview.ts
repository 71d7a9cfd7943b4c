import type { Context } from '../context.ts'
import { assertReaches, placeOfSelection, placesOf, whomOf, type Place } from '../people/index.ts'
import { query } from '../verb.ts'
import { actOf } from './acts.ts'
import { bulkAtOnce, previewOutput } from './bulk.schema.ts'
import { previewInput, type Meant } from './what.ts'

/**
 * The place of an act on many and how many it means, for who may act on many there. Throws NotFound, NotAllowed, and what the act itself
 * refuses. Source: PPL-3, ACS-3.
 */
export async function meant(
  ctx: Context,
  { what, ...selection }: Meant,
  take: number,
): Promise<{ place: Place; total: number; ids: string[] }> {
  const { place: listed } = await placeOfSelection(ctx, selection)
  const place = (await placesOf(ctx, [listed.id])).get(listed.id)!
  assertReaches(ctx, 'create', 'BulkAct', place)
  await actOf(what).check(ctx, what)
  return { place, ...(await whomOf(ctx, selection, listed, { take })) }
}

/**
 * How many an act on many means, by the caller's sight of now, and, of few, what would become of each: done, the same already, left and
 * why. Errors: NotFound (place, tag, group), NotAllowed, InvalidInput `people.list.no-such-field`, RuleBroken people.join-node.*.
 * Source: PPL-3.
 */
export const preview = query({
  name: 'bulk.preview',
  permission: { action: 'create', noun: 'BulkAct' },
  input: previewInput,
  output: previewOutput,
  async run(ctx, input) {
    const { total, ids } = await meant(ctx, input, bulkAtOnce)
    const atOnce = total <= bulkAtOnce
    if (!atOnce || total === 0) return { total, atOnce, fate: null }
    const fates = [...(await actOf(input.what).plan(ctx, input.what, ids)).values()]
    const left = fates.filter((fate) => fate !== 'do' && fate !== 'same')
    return {
      total,
      atOnce,
      fate: {
        done: fates.filter((fate) => fate === 'do').length,
        same: fates.filter((fate) => fate === 'same').length,
        left: [...Map.groupBy(left, (reason) => reason)].map(([reason, all]) => ({ reason, count: all.length })),
      },
    }
  },
})
