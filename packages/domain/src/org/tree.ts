import { scope } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { inList, treeNodes } from './counts.ts'
import { findNode, type NodeRow } from './node-row.ts'
import { inTreeOrder } from './org.rules.ts'
import { treeInput, treeOutput } from './org.schema.ts'

/** So many nodes come at once; beyond, branches are opened one by one. */
const WHOLE = 500

/**
 * The visible tree with counts of people and seats, parents before children: whole up to 500 nodes, else its upper levels; with
 * `under`, the children of one node (at most 500). Errors: NotFound node. Source: ORG-4.
 */
export const tree = query({
  name: 'org.tree',
  permission: { action: 'read', noun: 'OrgNode' },
  input: treeInput,
  output: treeOutput,
  async run(ctx, { under, closed }) {
    if (under) await findNode(ctx, 'read', under)
    const where = { AND: [scope(ctx, 'read', 'OrgNode'), inList(closed), under ? { parentId: under } : {}] }
    const total = await ctx.tx.prisma.orgNode.count({ where })
    const levels = total > WHOLE && !under ? { depth: { lte: await deepestLevel(ctx, where) } } : {}
    const found = (await ctx.tx.prisma.orgNode.findMany({
      where: { AND: [where, levels] },
      orderBy: [{ depth: 'asc' }, { name: 'asc' }, { id: 'asc' }],
      take: WHOLE,
    })) as NodeRow[]
    const nodes = await treeNodes(ctx, inTreeOrder(found), closed)
    const below = nodes.reduce((sum, { children }) => sum + children, 0)
    const listed = nodes.filter(({ parentId }) => nodes.some(({ id }) => id === parentId)).length
    return { nodes, whole: nodes.length === total && below === listed, total }
  },
})

/** The last level down to which the tree fits into one answer. */
async function deepestLevel(ctx: Context, where: object): Promise<number> {
  const levels = await ctx.tx.prisma.orgNode.groupBy({
    by: ['depth'],
    where,
    _count: true,
    orderBy: { depth: 'asc' },
  })
  let [count, deepest] = [0, 0]
  for (const { depth, _count } of levels) {
    if ((count += _count) > WHOLE) break
    deepest = depth
  }
  return deepest
}
