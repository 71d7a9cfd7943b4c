/** Two records that may be one: who may say so, and what stands against it. */
import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import type { PersonRow } from '../person-row.ts'
import { readPeople } from '../read-people.ts'
import { seenWhole } from '../seen-whole.ts'
import { standingHigher } from '../stands-higher.ts'

/** Both people as the reader may read them, whole. Throws NotFound where one can't be seen, or only as a line of a list. */
export async function bothPeople(ctx: Context, firstId: string, secondId: string): Promise<[PersonRow, PersonRow]> {
  const people = await readPeople(ctx, [firstId, secondId])
  const [first, second] = [people.get(firstId), people.get(secondId)]
  if (!first || !second || firstId === secondId || !seenWhole(ctx, first) || !seenWhole(ctx, second))
    throw notFound('Person')
  return [first, second]
}

/**
 * Why the caller can't merge these two now, as rule codes; empty where they may. Nobody merges a record of their own, nor somebody who
 * stands higher or holds a seat that the caller couldn't give: nothing is gained by it. Source: PPL-5, ACS-2, IMP-6, APR-2.
 */
export async function obstaclesTo(ctx: Context, survivor: PersonRow, merged: PersonRow): Promise<string[]> {
  const allowed = [survivor, merged].every((person) => may(ctx.ability, 'merge', 'Person', person))
  ctx.asked('merge', 'Person')
  if (!allowed) return ['people.merge.not-wholly']
  const own = [survivor.id, merged.id].includes(ctx.principal.personId) ? ['own-record'] : []
  const higher = (await standingHigher(ctx, [survivor.id, merged.id])).size ? ['higher-role'] : []
  const found = await ctx.tx.rows<{ obstacle: string }>(
    sql`select obstacle from app.merge_obstacles(${survivor.id}::uuid, ${merged.id}::uuid, ${ctx.at})`,
  )
  const offered = await ctx.tx.rows(
    sql`select 1 from transfer t where t.person_id in (${survivor.id}::uuid, ${merged.id}::uuid) and t.state = 'open'`,
  )
  const open = offered.length ? ['open-transfer'] : []
  return [...own, ...higher, ...open, ...found.map(({ obstacle }) => obstacle)].map((code) => `people.merge.${code}`)
}

/** Where an address leads: the record that stays of one that was merged, or itself. Source: PPL-5. */
export async function mergedInto({ tx }: Context, id: string): Promise<string> {
  const [row] = await tx.rows<{ id: string }>(sql`select app.merged_into(${id}::uuid) as id`)
  return row!.id
}

/** The home, as audit entries name a place. */
export const placeOf = ({ homeNodeId, homeIds }: Pick<PersonRow, 'homeNodeId' | 'homeIds'>) =>
  homeNodeId ? { id: homeNodeId, scopeIds: homeIds } : undefined
