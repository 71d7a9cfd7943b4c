import { sql } from '@ministry/db'
import type { Context } from '../../context.ts'
import { hashed, shareKeys } from './blocks-of.ts'
import type { Known, Population } from './compare.ts'

/** Fewer make no statistics. */
const LEAST = 500

/** How common the names and addresses of these people are in their movement, as far as duplicates were sought there; one statement. */
export async function populationFor(ctx: Context, movementId: string, people: readonly Known[]): Promise<Population> {
  // Each word is hashed once: pairs ask for theirs again and again.
  const keys = new Map([...new Set(people.flatMap(shareKeys))].map((word) => [word, hashed(word)]))
  const rows = await ctx.tx.rows<{ key: string; people: number }>(sql`
    select key::text, people from app.population_of(${movementId}::uuid, ${['0', ...keys.values()]}::bigint[])
    union all select 'size', app.people_in(${movementId}::uuid)`)
  const counts = new Map(rows.map(({ key, people }) => [key, people]))
  // Under the key 0 stands how many have been counted so far.
  const counted = Math.max(counts.get('0') ?? 0, LEAST)
  const shares = new Map<string, Map<string, number>>()
  for (const [named, key] of keys) {
    const [kind = ''] = named.split(' ', 1)
    const words = shares.get(kind) ?? new Map<string, number>()
    shares.set(kind, words.set(named.slice(kind.length + 1), (counts.get(key) ?? 1) / counted))
  }
  return {
    size: Math.max(counts.get('size') ?? 0, LEAST),
    share: (kind, word) => shares.get(kind)?.get(word) ?? 1 / counted,
  }
}
