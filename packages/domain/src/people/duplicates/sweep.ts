import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import { newId } from '@ministry/kernel/id'
import * as z from 'zod'
import { assertSystem } from '../../acting.ts'
import type { Context } from '../../context.ts'
import { mutation } from '../../verb.ts'
import { eachPerson } from '../person-line.ts'
import { personRow, type PersonRow } from '../person-row.ts'
import { hashed, shareKeys, sweepKeys } from './blocks-of.ts'
import { compare, verdictOf, type Known } from './compare.ts'
import { knownPerson } from './likely.ts'
import { populationFor } from './population.ts'

/** Blocks that more people share tell nothing. */
const MOST = 60
/** Of so many of them each is compared: those with the most in common. */
const EACH = 40
/** Before everybody. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Seeks duplicates of people who are new or were changed since they were last compared: at most `take` of a movement, behind `after`. Pairs
 * are kept with their reasons; what was said of a pair holds unless much more speaks for it than then. Memory holds the people of one
 * piece and those who share a block with them. `next` is null where nobody is left. For the system alone. Source: PPL-5.
 */
export const sweep = mutation({
  name: 'people.sweep-duplicates',
  permission: { action: 'merge', noun: 'Person' },
  input: z.object({ movementId: id(), after: id().optional(), take: z.number().int().min(1).max(1000).default(500) }),
  output: z.object({ people: z.number().int(), pairs: z.number().int(), next: id().nullable() }),
  async run(ctx, { movementId, after, take }) {
    assertSystem(ctx)
    allow(ctx, 'merge', 'Person', { homeIds: [movementId], scopeIds: [movementId] })
    const changed = await changedPeople(ctx, movementId, after, take)
    if (changed.length === 0) return { people: 0, pairs: 0, next: null }
    const known = new Map(changed.map((person) => [person.id, knownPerson(person)]))
    await writeBlocks(ctx, movementId, [...known.values()])
    await noteSwept(ctx, movementId, changed, [...known.values()])
    const mates = await matesOf(ctx, movementId, known)
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
    return { people: changed.length, pairs: found.length, next: changed.length < take ? null : changed.at(-1)!.id }
  },
})

const changedPeople = ({ tx }: Context, movementId: string, after: string | undefined, take: number) =>
  tx.rows<PersonRow>(sql`
    select p.* from app.people_to_sweep(${movementId}::uuid, ${after ?? NOBODY}::uuid, ${take}) w(id)
     cross join lateral ${eachPerson(sql`w.id`, personRow)} p order by p.id`)

async function writeBlocks({ tx }: Context, movementId: string, people: readonly Known[]) {
  const rows = people.flatMap((person) => sweepKeys(movementId, person).map((key) => ({ key, person_id: person.id })))
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key bigint, person_id uuid)`
  await tx.rows(sql`
    delete from person_block b where b.person_id = any (${people.map(({ id }) => id)}::uuid[])
       and not exists (select from ${given} where r.key = b.key and r.person_id = b.person_id)`)
  await tx.rows(sql`
    insert into person_block (key, person_id) select r.key, r.person_id from ${given} order by 1, 2 on conflict do nothing`)
}

/** Names and addresses are counted when somebody is first seen: how common they are changes slowly. */
async function noteSwept({ tx }: Context, movementId: string, people: readonly PersonRow[], known: readonly Known[]) {
  const noted = await tx.rows<{ id: string; fresh: boolean }>(sql`
    insert into person_sweep (person_id, movement_id, version)
    select r.id, ${movementId}::uuid, r.version
      from jsonb_to_recordset(${JSON.stringify(people.map(({ id, version }) => ({ id, version })))}::jsonb) as r(id uuid, version int)
    on conflict (person_id) do update set version = excluded.version, movement_id = excluded.movement_id
    returning person_id as id, xmax = 0 as fresh`)
  const fresh = new Set(noted.flatMap(({ id, fresh }) => (fresh ? [id] : [])))
  const counts = new Map<string, number>()
  for (const person of known)
    if (fresh.has(person.id))
      for (const key of ['0', ...shareKeys(person).map(hashed)]) counts.set(key, (counts.get(key) ?? 0) + 1)
  const rows = [...counts].map(([key, people]) => ({ key, people }))
  if (rows.length)
    await tx.rows(sql`
      insert into population_share (movement_id, key, people)
      select ${movementId}::uuid, r.key, r.people from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key bigint, people int) order by 2
      on conflict (movement_id, key) do update set people = population_share.people + excluded.people`)
}

/** Pairs of ids that share a block, each once; whoever wasn't known yet is added. */
async function matesOf(ctx: Context, movementId: string, known: Map<string, Known>): Promise<[string, string][]> {
  const people = [...known.values()]
  const keys = people.flatMap((person, ordinal) => sweepKeys(movementId, person).map((key) => ({ ordinal, key })))
  const rows = await ctx.tx.rows<{ ordinal: number; personId: string }>(sql`
    select ordinal, person_id as "personId" from app.block_mates(${JSON.stringify(keys)}::jsonb, ${MOST}, ${EACH})`)
  const pairs = new Map<string, [string, string]>()
  for (const { ordinal, personId } of rows) {
    const own = people[ordinal]!.id
    if (own !== personId) pairs.set([own, personId].sort().join(), [own, personId])
  }
  const unknown = [...new Set([...pairs.values()].map(([, other]) => other))].filter((other) => !known.has(other))
  const others = await ctx.tx.rows<PersonRow>(sql`
    select p.* from unnest(${unknown}::uuid[]) w(id) cross join lateral ${eachPerson(sql`w.id`, personRow)} p`)
  for (const person of others) known.set(person.id, knownPerson(person))
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
