/** What lists of nodes count: children, people, seats. Each in one statement, however many nodes. Source: ORG-4. */
import { seatsOf } from '@ministry/access'
import { reaches, scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { NodeRow } from './node-row.ts'
import type { TreeNode } from './org.schema.ts'

export interface Holder {
  nodeId: string
  role: string
  personId: string
  name: string
  since: Date
}

/** Who sits at these nodes now; leaders and others alike, so what of it is shown is up to the caller. */
export async function holdersAt({ tx, at }: Context, nodes: readonly NodeRow[]): Promise<Holder[]> {
  const roles = [...new Set(nodes.flatMap(({ kind }) => seatsOf(kind)))]
  return tx.rows<Holder>(sql`
    select node_id as "nodeId", role, person_id as "personId", name, since
      from app.node_leaders(${nodes.map(({ id }) => id)}::uuid[], ${at}, ${roles}::text[])`)
}

/** People of the nodes and below, archived ones aside; absent for nodes where the asker may not see people. */
export async function peopleAt(ctx: Context, nodes: readonly NodeRow[]): Promise<Map<string, number>> {
  const open = nodes.filter((node) => reaches(ctx, 'read', 'Person', node)).map(({ id }) => id)
  const rows = await ctx.tx.rows<{ node_id: string; people: number }>(sql`
    select node_id, sum(people)::int people from people_count
     where node_id = any (${open}::uuid[]) and state <> 'archived' group by node_id`)
  const counted = new Map(rows.map(({ node_id, people }) => [node_id, people]))
  return new Map(open.map((id) => [id, counted.get(id) ?? 0]))
}

async function childrenOf(ctx: Context, nodes: readonly NodeRow[], closed: boolean): Promise<Map<string, number>> {
  const rows = await ctx.tx.prisma.orgNode.groupBy({
    by: ['parentId'],
    where: { AND: [scope(ctx, 'read', 'OrgNode'), { parentId: { in: nodes.map(({ id }) => id) } }, inList(closed)] },
    _count: true,
  })
  return new Map(rows.map(({ parentId, _count }) => [parentId!, _count]))
}

/** Closed nodes only where they are asked for. */
export const inList = (closed: boolean) => (closed ? {} : { state: 'active' })

/** Nodes as lists show them. Three statements. */
export async function treeNodes(ctx: Context, nodes: readonly NodeRow[], closed: boolean): Promise<TreeNode[]> {
  const children = await childrenOf(ctx, nodes, closed)
  const people = await peopleAt(ctx, nodes)
  const filled = Map.groupBy(await holdersAt(ctx, nodes), ({ nodeId }) => nodeId)
  return nodes.map(({ id, kind, name, state, parentId, code, depth }) => {
    const seats = state === 'active' ? seatsOf(kind) : []
    const taken = new Set((filled.get(id) ?? []).map(({ role }) => role))
    return {
      ...{ id, kind, name, state, parentId, code, depth },
      children: children.get(id) ?? 0,
      people: people.get(id) ?? null,
      seats: seats.length,
      emptySeats: seats.filter((role) => !taken.has(role)).length,
    }
  })
}
