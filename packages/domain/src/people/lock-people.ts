import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/**
 * Acts on one person come one after the other: what follows in the transaction sees all that acts before it have written. Many are
 * locked in one order, so that two sets never wait for each other in a circle. Source: PPL-2.
 */
export async function lockPeople({ tx }: Context, ids: readonly string[]): Promise<void> {
  // Not FOR UPDATE: a row lock counts as a write, which an act that finds nothing to do must not have done, and needs the right to write.
  await tx.rows(sql`
    select pg_advisory_xact_lock(hashtextextended('person:' || id, 0)) from unnest(${[...new Set(ids)].sort()}::text[]) as w(id)`)
}
