/** External keys of people, so that the same file twice changes nothing. Source: IMP-4. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { ExternalKey } from './people.schema.ts'

/** Adds keys and returns whom they were new to; one that the person has already is left as it is. Throws what `taken` makes where another person has one of them. */
export async function addKeys(
  { tx }: Context,
  keys: readonly (ExternalKey & { personId: string })[],
  taken: () => Error,
): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const given = sql`unnest(${keys.map(({ nodeId }) => nodeId)}::uuid[], ${keys.map(({ source }) => source)}::text[],
    ${keys.map(({ key }) => key)}::text[], ${keys.map(({ personId }) => personId)}::uuid[]) as g(node_id, source, key, person_id)`
  const added = await tx.rows<{ personId: string }>(sql`
    insert into person_key (node_id, source, key, person_id) select g.* from ${given}
    on conflict (node_id, source, key) do nothing returning person_id as "personId"`)
  const whom = new Set(added.map(({ personId }) => personId))
  if (added.length === keys.length) return whom
  const held = await tx.rows(sql`
    select 1 from ${given} join person_key k using (node_id, source, key, person_id)`)
  if (held.length < keys.length) throw taken()
  return whom
}
