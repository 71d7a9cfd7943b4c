import { sql } from '@ministry/db'
import type { Context } from '../../context.ts'
import { hashed, shareKeys } from './blocks-of.ts'
import type { Known, Population } from './compare.ts'

/** How common the names and addresses of these people are in their movement, as far as duplicates were sought there; one statement. */
export async function populationFor(ctx: Context, movementId: string, people: readonly Known[]): Promise<Population> {
  const keys = [...new Set(people.flatMap(shareKeys))]
  const rows = await ctx.tx.rows<{ key: string; people: number }>(sql`
    select key::text, people from app.population_of(${movementId}::uuid, ${['0', ...keys.map(hashed)]}::bigint[])`)
  const counts = new Map(rows.map(({ key, people }) => [key, people]))
  // Under the key 0 stands how many people there are. A few hundred make no statistics.
  const size = Math.max(counts.get('0') ?? 0, 500)
  return { size, share: (kind, word) => (counts.get(hashed(`${kind} ${word}`)) ?? 1) / size }
}
