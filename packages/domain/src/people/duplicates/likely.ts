/** Who of the people in the caller's own scope somebody may be who is about to be put on record. Source: PPL-5. */
import type { Context } from '../../context.ts'
import { sql } from '@ministry/db'
import { matchPeople, type Candidate, type Match, type MatchedBy } from '../match-people.ts'
import type { SomeFields } from '../people.schema.ts'
import type { PersonRow } from '../person-row.ts'
import { placesOf } from '../places.ts'
import { readPeople } from '../read-people.ts'
import { seenWhole } from '../seen-whole.ts'
import { sweepKeys } from './blocks-of.ts'
import { compare, verdictOf } from './compare.ts'
import type { PairReason } from './duplicates.schema.ts'
import { knownOf } from './known.ts'
import { populationFor } from './population.ts'

/** Somebody who is likely to be the same, surest first. */
export interface Likely {
  person: PersonRow
  verdict: 'certain' | 'possible'
  /** What was compared, and how alike it is; no values. */
  reasons: PairReason[]
  bits: number
  /** How the file's own keys found them, where they did. */
  by: MatchedBy | null
}
/** A row of a file or a form: fields as they would be stored (contact data normal), and what the file calls the person. */
export interface Described {
  fields: SomeFields
  keys?: Candidate['keys']
}

/** Of so many of them each row is compared: those with the most in common. */
const EACH = 30
/** Of so many of the whole movement those are taken whom the caller may read. */
const AMONG = 200
/** So many rows are weighed at a time, so that memory is bounded however many namesakes they have. */
const ROWS = 100
/** So many are shown of each. */
const SHOWN = 5

/**
 * For each row the people whom the caller may read and who may be the same, by their likeness and not by equality alone; five statements
 * however many rows (chunks of up to 500). Nothing tells that a person exists elsewhere. Throws NotFound or NotAllowed for the node.
 * Source: PPL-5, IMP-2, IMP-6.
 */
export async function likelyDuplicates(ctx: Context, nodeId: string, rows: readonly Described[]): Promise<Likely[][]> {
  const candidates = rows.map(({ fields, keys }): Candidate => ({
    keys,
    ...(fields.name && { name: fields.name }),
    emails: fields.emails ?? [],
    phones: fields.phones ?? [],
    birthDate: fields.birthDate ?? null,
  }))
  const weighed = await weigh(ctx, nodeId, rows, await matchPeople(ctx, nodeId, candidates))
  return weighed.map((found) =>
    found
      .flatMap(({ verdict, ...one }) => {
        const said = verdict ?? (one.by ? ('possible' as const) : null)
        return said ? [{ ...one, verdict: said }] : []
      })
      .slice(0, SHOWN),
  )
}

/**
 * The same for rows whose matches by key are known and didn't tell who they are: only whom likeness speaks for. A key alone, as
 * families share it, makes nobody likely. Four statements for each hundred. Source: PPL-5, IMP-2.
 */
export async function likelyAmong(
  ctx: Context,
  nodeId: string,
  rows: readonly (Described & { matches: readonly Match[] })[],
): Promise<Likely[][]> {
  const likely: Likely[][] = []
  for (let at = 0; at < rows.length; at += ROWS) {
    const part = rows.slice(at, at + ROWS)
    const weighed = await weigh(
      ctx,
      nodeId,
      part,
      part.map(({ matches }) => matches),
    )
    for (const found of weighed)
      likely.push(found.flatMap(({ verdict, ...one }) => (verdict ? [{ ...one, verdict }] : [])).slice(0, SHOWN))
  }
  return likely
}

type Weighed = Omit<Likely, 'verdict'> & { verdict: Likely['verdict'] | null }
/** Whoever shares a block with a row, or was matched, with what speaks for it; surest first. */
async function weigh(
  ctx: Context,
  nodeId: string,
  rows: readonly Described[],
  matches: readonly (readonly Match[])[],
): Promise<Weighed[][]> {
  const movementId = (await placesOf(ctx, [nodeId])).get(nodeId)!.scopeIds[0]!
  const known = rows.map(({ fields }, i) =>
    knownOf(String(i), { name: fields.name ?? null, fields: described(fields) }),
  )
  const keys = known.flatMap((one, ordinal) => sweepKeys(movementId, one).map((key) => ({ ordinal, key })))
  const mates = await ctx.tx.rows<{ ordinal: number; personId: string }>(sql`
    select ordinal, person_id as "personId" from app.block_mates(${JSON.stringify(keys)}::jsonb, ${AMONG}, ${EACH})`)
  const read = await readPeople(
    ctx,
    mates.map(({ personId }) => personId),
  )
  const people = new Map([...read].filter(([, person]) => seenWhole(ctx, person)))
  for (const found of matches) for (const { person } of found) people.set(person.id, person)
  const mine = new Map([...people].map(([id, person]) => [id, knownPerson(person)]))
  const population = await populationFor(ctx, movementId, [...known, ...mine.values()])
  const byRow = Map.groupBy(mates, ({ ordinal }) => ordinal)
  return known.map((one, row) => {
    const by = new Map(matches[row]!.map((match) => [match.person.id, match.by]))
    const ids = new Set([...by.keys(), ...(byRow.get(row) ?? []).map(({ personId }) => personId)])
    return [...ids]
      .flatMap((id): Weighed[] => {
        const person = people.get(id)
        if (!person) return []
        const comparison = compare(one, mine.get(id)!, population)
        return [{ person, verdict: verdictOf(comparison, population.size), ...comparison, by: by.get(id) ?? null }]
      })
      .sort((a, b) => b.bits - a.bits || (a.person.id < b.person.id ? -1 : 1))
  })
}

const described = (fields: SomeFields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

/** What of a person on record is compared. */
export const knownPerson = (person: PersonRow) => knownOf(person.id, { name: person.name, fields: described(person) })
