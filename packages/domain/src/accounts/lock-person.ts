import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/**
 * What concerns one person's way in (invitations, roles, the account) happens one after the other: whoever comes second decides on
 * what the first has left. No row lock, so that an act that finds nothing to do has written nothing.
 */
export async function lockPerson({ tx }: Context, personId: string): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`accounts:${personId}`}, 0))`)
}
