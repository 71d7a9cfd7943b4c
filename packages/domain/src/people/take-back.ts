/** What an import wrote about people, taken back: only while that import is being undone. Source: IMP-5. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { lockPeople } from './lock-people.ts'
import { readPeople } from './read-people.ts'

/** A person whom the import made, with how many rows of each kind it wrote about them. */
export interface MadePerson {
  person: string
  consents: number
  joins: number
  /** Wishes not to be contacted. */
  quiet: number
}
/** Why somebody or something is spared. */
export type Spared =
  | 'gone'
  | 'merged'
  | 'not-made-here'
  | 'archived'
  | 'moved'
  | 'edited'
  | 'belongs-elsewhere'
  | 'state-changed'
  | 'wishes-changed'
  | 'in-use'
  | 'not-yours'

/**
 * Removes people whom the import made and whom nobody has touched since; answers with whom it spares and why. Who made them must
 * still be allowed to, person by person. Source: IMP-5, IMP-6.
 */
export async function takeBackPeople(
  ctx: Context,
  importId: string,
  made: readonly MadePerson[],
): Promise<Map<string, Spared>> {
  if (made.length === 0) return new Map()
  const ids = made.map(({ person }) => person)
  await lockPeople(ctx, ids)
  const present = await readPeople(ctx, ids)
  const spared = new Map<string, Spared>()
  for (const { person: id } of made) {
    const person = present.get(id)
    if (!person) spared.set(id, 'gone')
    else if (!allowed(ctx, person)) spared.set(id, 'not-yours')
  }
  const asked = made.filter(({ person }) => !spared.has(person))
  const kept = await ctx.tx.rows<{ personId: string; spared: Spared }>(sql`
    select person_id as "personId", spared from app.take_back_people(${importId}::uuid, ${JSON.stringify(asked)}::jsonb)`)
  for (const { personId, spared: why } of kept) spared.set(personId, why)
  for (const { person: id } of asked) {
    const person = present.get(id)!
    if (spared.has(id)) continue
    ctx.audit({
      noun: 'Person',
      subjectId: id,
      node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
      before: { homeNodeId: person.homeNodeId, state: person.state },
      after: { takenBack: importId },
      person: { id },
    })
  }
  return spared
}

function allowed(ctx: Context, person: object): boolean {
  try {
    allow(ctx, 'create', 'Person', person)
    return true
  } catch {
    return false
  }
}

/** A part of what the import gave to somebody on record. `at` is when it was written. */
export type GivenPart = { person: string } & (
  | { part: 'join'; node: string; state: string }
  | { part: 'state'; node: string; from: string; state: string; at: Date }
  | { part: 'quiet'; at: Date }
  | { part: 'consent'; channel: string; purpose: string; at: Date }
  | { part: 'key'; node: string; source: string; key: string }
)
export interface SparedPart {
  personId: string
  part: GivenPart['part']
  spared: Spared
}

/** Removes memberships, states, wishes and keys that the import gave and that are still as it gave them; answers with what it spares. */
export async function takeBackParts(
  ctx: Context,
  importId: string,
  parts: readonly GivenPart[],
): Promise<SparedPart[]> {
  if (parts.length === 0) return []
  const ids = [...new Set(parts.map(({ person }) => person))]
  await lockPeople(ctx, ids)
  const present = await readPeople(ctx, ids)
  const seen = parts.filter(({ person }) => present.has(person))
  const spared = await ctx.tx.rows<SparedPart>(sql`
    select person_id as "personId", part, spared from app.take_back_parts(${importId}::uuid, ${JSON.stringify(seen)}::jsonb)`)
  const kept = new Set(spared.map(({ personId, part }) => `${personId} ${part}`))
  for (const { person: id, ...part } of seen) {
    if (kept.has(`${id} ${part.part}`)) continue
    const person = present.get(id)!
    ctx.audit({
      noun: 'Person',
      subjectId: id,
      node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
      before: part,
      after: { takenBack: importId },
      person: { id },
    })
  }
  const gone = parts.filter(({ person }) => !present.has(person))
  return [...spared, ...gone.map(({ person, part }) => ({ personId: person, part, spared: 'gone' as const }))]
}
