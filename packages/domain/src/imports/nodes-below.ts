/** Nodes that rows may name: those at and below the import's own. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { Place } from '../people/index.ts'

export interface NodeBelow {
  id: string
  name: string
  code: string | null
  scopeIds: string[]
}
export interface NodesBelow {
  byId: ReadonlyMap<string, NodeBelow>
  byName: ReadonlyMap<string, NodeBelow[]>
}

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Open nodes at and below the place, found by name or code whatever their spelling of case, accents and dashes. */
export async function nodesBelow({ tx }: Context, { id }: Place): Promise<NodesBelow> {
  const rows = await tx.rows<NodeBelow>(sql`
    select id, name, code, scope_ids as "scopeIds" from org_node where scope_ids @> array[${id}::uuid] and state = 'active'`)
  const byName = new Map<string, NodeBelow[]>()
  for (const node of rows)
    for (const word of new Set([fold(node.name), ...(node.code ? [fold(node.code)] : [])]))
      byName.set(word, [...(byName.get(word) ?? []), node])
  return { byId: new Map(rows.map((node) => [node.id, node])), byName }
}

/** The node that the text names; 'several' where it could be more than one. */
export function resolveNode({ byName }: NodesBelow, text: string): NodeBelow | 'several' | undefined {
  const found = byName.get(fold(text)) ?? []
  return found.length > 1 ? 'several' : found[0]
}
