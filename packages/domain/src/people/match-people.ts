/** Who of the people in one's own scope a row of a file may be. Source: IMP-2, PPL-5. */
import { permittedFields } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { ExternalKey } from './people.schema.ts'
import { eachPerson } from './person-line.ts'
import { personRow, type PersonRow } from './person-row.ts'
import { assertReaches, placesOf } from './places.ts'
import { readPeople } from './read-people.ts'
import { seenWhole } from './seen-whole.ts'

/** What is known of somebody who may be on record already. E-mails and phones are normal, dates as in PersonFields. */
export interface Candidate {
  keys?: readonly Pick<ExternalKey, 'source' | 'key'>[] | undefined
  emails?: readonly string[] | undefined
  phones?: readonly string[] | undefined
  name?: string | undefined
  birthDate?: string | null | undefined
}
/** How a person was found, surest first. `name`: the same name at the node or below and no other birth date. */
export const matchedBy = ['key', 'email', 'phone', 'name-and-birth-date', 'name'] as const
/** `alike`: by no key; a person has said so, or is to say. */
export type MatchedBy = (typeof matchedBy)[number] | 'alike'
export interface Match {
  by: MatchedBy
  person: PersonRow
  /** Whether one of the memberships is at the node or below. */
  within: boolean
  /** The fields that the caller may change. */
  editable: readonly string[]
}

/**
 * For each candidate the people whom the caller may read and who may be the same, surest first; keys are those given at the node.
 * Two statements however many candidates (chunks of 500 to 1,000). Throws NotFound or NotAllowed for the node.
 * Nothing tells that a person exists elsewhere. Source: IMP-2, IMP-6, PPL-5.
 */
export async function matchPeople(ctx: Context, nodeId: string, candidates: readonly Candidate[]): Promise<Match[][]> {
  const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
  assertReaches(ctx, 'read', 'Person', place)
  const given = candidates.map(({ keys, emails, phones, name, birthDate }, ordinal) => ({
    ordinal,
    ...(keys?.length && { keys }),
    ...(emails?.length && { emails }),
    ...(phones?.length && { phones }),
    ...(name && { name: name.trim().replace(/\s+/g, ' ') }),
    ...(birthDate && { birth_date: birthDate }),
  }))
  const rows = await ctx.tx.rows<PersonRow & { ordinal: number; by: MatchedBy }>(sql`
    select m.ordinal, m.by, p.*
      from app.match_people(${nodeId}::uuid, ${JSON.stringify(given)}::jsonb) m
      cross join lateral ${eachPerson(sql`m.person_id`, personRow)} p`)
  const matches = candidates.map((): Match[] => [])
  const matchOf = matching(ctx, nodeId)
  // Of whom the caller sees only a line of a list, it isn't told either which addresses or birth dates are theirs.
  for (const { ordinal, by, ...person } of rows) if (seenWhole(ctx, person)) matches[ordinal]!.push(matchOf(person, by))
  const rank = ({ by }: Match) => matchedBy.findIndex((one) => one === by)
  for (const found of matches) found.sort((a, b) => rank(a) - rank(b) || (a.person.id < b.person.id ? -1 : 1))
  return matches
}

/** People whom somebody has chosen, by no key; those who may be read. One statement, or none. Source: IMP-2, PPL-5. */
export async function matchesOf(ctx: Context, nodeId: string, ids: readonly string[]): Promise<Map<string, Match>> {
  if (ids.length === 0) return new Map()
  const matchOf = matching(ctx, nodeId)
  const people = await readPeople(ctx, ids)
  return new Map([...people].map(([id, person]) => [id, matchOf(person, 'alike')]))
}

/** Makes matches: what may be changed is asked once for all of one home. */
function matching(ctx: Context, nodeId: string) {
  const editable = new Map<string, string[]>()
  return (person: PersonRow, by: MatchedBy): Match => {
    const key = person.homeIds.join()
    if (!editable.has(key)) editable.set(key, permittedFields(ctx.ability, 'update', 'Person', person))
    return { by, person, within: person.scopeIds.includes(nodeId), editable: editable.get(key)! }
  }
}
