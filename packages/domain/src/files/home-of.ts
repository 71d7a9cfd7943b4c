import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/** Where the uploader is at home: who reads the audit there reads of the upload. Undefined for who is at home nowhere. */
export async function homeOf({ tx, principal }: Context): Promise<{ id: string; scopeIds: string[] } | undefined> {
  const [home] = await tx.rows<{ id: string | null; scopeIds: string[] }>(sql`
    select home_node_id as id, home_ids as "scopeIds" from person where id = ${principal.personId}::uuid`)
  return home?.id ? { id: home.id, scopeIds: home.scopeIds } : undefined
}
