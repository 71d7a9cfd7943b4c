import { allowedChildren, may, roles, seatsOf } from '@ministry/access'
import { reaches, scope } from '@ministry/access/scope'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { holdersAt, peopleAt, treeNodes } from './counts.ts'
import { chainOf, findNode, ownSettingsOf, sourceOf, type NodeRow } from './node-row.ts'
import { effectiveSettings, inTreeOrder } from './org.rules.ts'
import { getInput, getOutput } from './org.schema.ts'

const CHILDREN = 200

/**
 * The page of a node: the way to it, what holds there and why, who leads it, which seats are empty, what is below (closed nodes
 * too), and what the asker may do. Errors: NotFound node. Source: ORG-2, ORG-4.
 */
export const get = query({
  name: 'org.get',
  permission: { action: 'read', noun: 'OrgNode' },
  input: getInput,
  output: getOutput,
  async run(ctx, { nodeId }) {
    const node = await findNode(ctx, 'read', nodeId)
    const { id, kind, name, state, parentId, code, openedOn } = node
    const chain = await chainOf(ctx, node)
    const children = (await ctx.tx.prisma.orgNode.findMany({
      where: { AND: [scope(ctx, 'read', 'OrgNode'), { parentId: id }] },
      orderBy: [{ state: 'asc' }, { name: 'asc' }, { id: 'asc' }],
      take: CHILDREN + 1,
    })) as NodeRow[]
    return {
      ...{ id, kind, name, state, parentId, code },
      openedOn: openedOn.toISOString().slice(0, 10),
      breadcrumbs: chain.map(({ id, kind, name, state }) => ({ id, kind, name, state })),
      own: ownSettingsOf(node),
      settings: effectiveSettings(chain.map(sourceOf)),
      seats: await seatsAt(ctx, node),
      people: (await peopleAt(ctx, [node])).get(id) ?? null,
      children: await treeNodes(ctx, inTreeOrder(children.slice(0, CHILDREN)), true),
      allChildren: children.length <= CHILDREN,
      can: acts(ctx, node),
    }
  },
})

/** Leaders are known to everybody who sees the node; who holds the other seats to those who may read role assignments there. */
async function seatsAt(ctx: Context, node: NodeRow) {
  const holders = node.state === 'active' ? await holdersAt(ctx, [node]) : []
  const known = await ctx.tx.prisma.person.findMany({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: holders.map(({ personId }) => personId) } }] },
    select: { id: true },
  })
  const openable = new Set(known.map(({ id }) => id))
  const allNamed = reaches(ctx, 'read', 'RoleAssignment', node)
  return (node.state === 'active' ? seatsOf(node.kind) : []).map((role) => {
    const { leads } = roles[role]
    const named = leads || allNamed
    return {
      role,
      leads,
      holders: holders
        .filter((holder) => holder.role === role)
        .map(({ personId, name, since }) => ({
          personId: named && openable.has(personId) ? personId : null,
          name: named ? name : null,
          since,
        })),
    }
  })
}

function acts(ctx: Context, node: NodeRow) {
  const active = node.state === 'active'
  const mayDo = (action: string) => may(ctx.ability, action, 'OrgNode', node)
  const id = newId(ctx.at)
  const opens = may(ctx.ability, 'open', 'OrgNode', { id, scopeIds: [...node.scopeIds, id] })
  const movable = node.parentId !== null && active
  return {
    open: active && opens ? [...allowedChildren[node.kind]] : [],
    rename: active && mayDo('rename'),
    move: movable && (mayDo('move') || may(ctx.ability, 'move', 'NodeMove', { scopeIds: node.scopeIds.slice(0, 1) })),
    close: active && node.parentId !== null && mayDo('close'),
    reopen: !active && mayDo('reopen'),
    changeSettings: active && may(ctx.ability, 'update', 'Setting', node),
    seePeople: reaches(ctx, 'read', 'Person', node),
  }
}
