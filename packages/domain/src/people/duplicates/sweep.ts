import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import { newId } from '@ministry/kernel/id'
import * as z from 'zod'
import { assertSystem } from '../../acting.ts'
import type { Context } from '../../context.ts'
import { mutation } from '../../verb.ts'
import { eachPerson } from '../person-line.ts'
import { hashed, shareKeys, sweepKeys } from './blocks-of.ts'
import { compare, verdictOf, type Known } from './compare.ts'
import { comparedRow, type ComparedRow } from './compared-row.ts'
import { knownOf } from './known.ts'
import { populationFor } from './population.ts'

/** Blocks that more people share tell nothing. */
const MOST = 60
/** Of so many of them each is compared: those with the most in common. */
const EACH = 20
/** A place in the queue. */
const place = z.string().regex(/^\d{1,18}$/)

/**
 * Seeks duplicates of people who are new or were changed since they were last compared: of the next `take` of a movement's queue, behind `after`. Pairs
 * are kept with their reasons; what was said of a pair holds unless much more speaks for it than then. Memory holds the people of one
 * piece and those who share a block with them. `next` is null where nobody else waits. For the system alone. Source: PPL-5.
 */
export const sweep = mutation({
  name: 'people.sweep-duplicates',
  permission: { action: 'merge', noun: 'Person' },
  input: z.object({ movementId: id(), after: place.optional(), take: z.number().int().min(1).max(1000).default(500) }),
  output: z.object({ people: z.number().int(), pairs: z.number().int(), next: place.nullable() }),
  async run(ctx, { movementId, after = '0', take }) {
    assertSystem(ctx)
    allow(ctx, 'merge', 'Person', { homeIds: [movementId], scopeIds: [movementId] })
    const due = await ctx.tx.rows<{ id: string; personId: string }>(sql`
      select id::text, person_id as "personId" from person_to_sweep where movement_id = ${movementId}::uuid and id > ${after}::bigint order by person_to_sweep.id limit ${take}`)
    if (due.length === 0) return { people: 0, pairs: 0, next: null }
    await ctx.tx.rows(sql`
      delete from person_to_sweep where movement_id = ${movementId}::uuid and id = any (${due.map(({ id }) => id)}::bigint[])`)
    const read = reader(ctx, movementId)
    const changed = await read(due.map(({ personId }) => personId))
    const known = new Map(changed.map((person) => [person.id, person]))
    const keys = changed.map((person) => sweepKeys(movementId, person))
    await writeBlocks(ctx, movementId, changed, keys)
    const mates = await matesOf(ctx, known, keys, read)
    const population = await populationFor(ctx, movementId, [...known.values()])
    const found = mates.flatMap(([a, b]) => {
      const comparison = compare(known.get(a)!, known.get(b)!, population)
      const verdict = verdictOf(comparison, population.size)
      return verdict ? [{ ids: [a, b].sort(), verdict, ...comparison }] : []
    })
    await writePairs(
      ctx,
      changed.map(({ id }) => id),
      found,
    )
    ctx.audit({
      noun: 'Duplicate',
      node: { id: movementId, scopeIds: [movementId] },
      after: { people: changed.length, pairs: found.length },
    })
    return { people: changed.length, pairs: found.length, next: due.length < take ? null : due.at(-1)!.id }
  },
})

/** Reads people who have their home in the movement; how a word sounds is worked out once. */
function reader({ tx }: Context, movementId: string) {
  const sounds = new Map<string, string>()
  return async (ids: readonly string[]): Promise<Known[]> => {
    const rows = await tx.rows<ComparedRow>(sql`
      select p.* from unnest(${[...new Set(ids)]}::uuid[]) w(id) cross join lateral ${eachPerson(sql`w.id`, comparedRow)} p
       where p."movementId" = ${movementId}::uuid`)
    return rows.map((row) => knownOf(row.id, { name: row.name, fields: row, sounds }))
  }
}

/** Names and addresses are counted when somebody is first seen: how common they are changes slowly. */
async function writeBlocks({ tx }: Context, movementId: string, people: readonly Known[], keys: readonly string[][]) {
  const given = people.map(({ id }, i) => ({ person_id: id, keys: keys[i] }))
  const noted = await tx.rows<{ id: string }>(sql`
    select id from app.block_people(${movementId}::uuid, ${JSON.stringify(given)}::jsonb, ${MOST}) fresh(id)`)
  const fresh = new Set(noted.map(({ id }) => id))
  const words = new Map<string, number>()
  for (const person of people)
    if (fresh.has(person.id)) for (const word of shareKeys(person)) words.set(word, (words.get(word) ?? 0) + 1)
  const rows = [...words].map(([word, people]) => ({ key: hashed(word), people }))
  if (fresh.size)
    await tx.rows(sql`
      insert into population_share (movement_id, key, people)
      select ${movementId}::uuid, r.key, r.people
        from jsonb_to_recordset(${JSON.stringify([{ key: '0', people: fresh.size }, ...rows])}::jsonb) as r(key bigint, people int) order by 2
      on conflict (movement_id, key) do update set people = population_share.people + excluded.people`)
}

/** Pairs of ids that share a block, each once; whoever wasn't known yet is added. */
async function matesOf(
  { tx }: Context,
  known: Map<string, Known>,
  keys: readonly string[][],
  read: (ids: readonly string[]) => Promise<Known[]>,
): Promise<[string, string][]> {
  const people = [...known.keys()]
  const asked = keys.flatMap((own, ordinal) => own.map((key) => ({ ordinal, key })))
  const rows = await tx.rows<{ ordinal: number; personId: string }>(sql`
    select ordinal, person_id as "personId" from app.block_mates(${JSON.stringify(asked)}::jsonb, ${EACH}, ${EACH})`)
  const pairs = new Map<string, [string, string]>()
  for (const { ordinal, personId } of rows) {
    const own = people[ordinal]!
    if (own !== personId) pairs.set(own < personId ? own + personId : personId + own, [own, personId])
  }
  const unknown = [...pairs.values()].flatMap(([, other]) => (known.has(other) ? [] : [other]))
  for (const person of await read(unknown)) known.set(person.id, person)
  return [...pairs.values()].filter(([, other]) => known.has(other))
}

interface FoundPair {
  ids: string[]
  verdict: string
  bits: number
  reasons: { field: string; likeness: string; bits: number }[]
}
/** What speaks for a pair, without values: whether more does than when somebody said that they are two. */
const factsOf = (reasons: FoundPair['reasons']) =>
  reasons
    .filter(({ bits }) => bits > 0)
    .map(({ field, likeness }) => `${field}:${likeness}`)
    .sort()
    .join(' ')

async function writePairs(ctx: Context, changed: readonly string[], found: readonly FoundPair[]) {
  const rows = found.map(({ ids: [first, second], verdict, bits, reasons }) => ({
    ...{
      id: newId(ctx.at),
      first,
      second,
      verdict,
      reasons,
      facts: factsOf(reasons),
      score: Math.round(bits * 10) / 10,
    },
  }))
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as r(id uuid, first uuid, second uuid, verdict text, score float8, reasons jsonb, facts text)`
  await ctx.tx.rows(sql`
    delete from duplicate_pair d
     where (d.first_id = any (${[...changed]}::uuid[]) or d.second_id = any (${[...changed]}::uuid[]))
       and d.state = 'open' and d.found_by = 'sweep' and d.proposed_at is null
       and not exists (select from ${given} where r.first = d.first_id and r.second = d.second_id)`)
  if (rows.length === 0) return
  // What was said holds, and what it was said of stays beside it, until a good deal more speaks for the pair.
  await ctx.tx.rows(sql`
    insert into duplicate_pair (id, first_id, second_id, verdict, score, reasons, facts, found_by, found_at)
    select r.id, r.first, r.second, r.verdict, r.score, r.reasons, r.facts, 'sweep', ${ctx.at} from ${given} order by 2, 3
    on conflict (first_id, second_id) do update
       set verdict = excluded.verdict, score = excluded.score, reasons = excluded.reasons, facts = excluded.facts,
           state = 'open', decided_at = null, decided_by = null, found_at = case when duplicate_pair.state = 'open' then duplicate_pair.found_at else excluded.found_at end
     where duplicate_pair.state = 'open'
        or duplicate_pair.state = 'not-same' and excluded.facts <> duplicate_pair.facts and excluded.score >= duplicate_pair.score + 3`)
}
