/** The node's history: what it was from when until when. Source: ORG-5. */
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import type { NodeRow } from './node-row.ts'

type Version = Pick<NodeRow, 'id' | 'name' | 'parentId' | 'state'>

/** Ends the versions that held until now and writes what holds from now on. Two statements for any number of nodes. */
export async function writeVersions(
  { tx, at, principal }: Context,
  act: string,
  nodes: readonly Version[],
  reason: string | undefined,
): Promise<void> {
  await tx.rows(sql`
    update node_version set valid_to = ${at}
     where node_id = any (${nodes.map(({ id }) => id)}::uuid[]) and valid_to is null`)
  const rows = nodes.map(({ id, name, parentId, state }) => ({
    id: newId(at),
    node_id: id,
    parent_id: parentId,
    name,
    state,
  }))
  await tx.rows(sql`
    insert into node_version (id, node_id, act, parent_id, name, state, valid_from, reason, by_person)
    select r.id, r.node_id, ${act}, r.parent_id, r.name, r.state, ${at}, ${reason ?? null}, ${principal.personId}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, node_id uuid, parent_id uuid, name text, state text)`)
}
