import { allow } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { writeVersions } from './history.ts'
import { assertNameFree, withFreeCode } from './naming.ts'
import { findNode, lockTree, type NodeRow } from './node-row.ts'
import { nodeMoved } from './org.events.ts'
import { crossesRegions, obstacleToMove } from './org.rules.ts'
import { moveInput, nodeOutput } from './org.schema.ts'

/**
 * Hangs a node with all that is below it under another one; from this moment on the leaders of the new branch see it and those of
 * the old one don't. Inside a region it takes the right to nodes at both ends, across regions the one to such moves. Errors:
 * NotFound node or parent; NotAllowed; RuleBroken org.move.into-own-subtree, org.move.kind-not-allowed, org.move.closed,
 * org.move.parent-closed; Conflict org.move.name-taken, org.move.code-taken. Source: ORG-3, ACS-1.
 */
export const move = mutation({
  name: 'org.move',
  // Who may move what is decided by where it goes: see assertMayMove.
  permission: { action: 'read', noun: 'OrgNode' },
  input: moveInput,
  output: nodeOutput,
  async run(ctx, { nodeId, parentId, reason }) {
    await lockTree(ctx)
    const node = await findNode(ctx, 'read', nodeId)
    const parent = await findNode(ctx, 'read', parentId)
    const { id } = node
    assertMayMove(ctx, node, parent)
    const obstacle = obstacleToMove(node, parent)
    if (obstacle) throw ruleBroken(`org.move.${obstacle}`, { name: node.name, kind: node.kind, parent: parent.name })
    if (node.parentId === parentId) return { id }
    await assertNameFree(ctx, 'move', { id, name: node.name, parentId })
    await withFreeCode('move', node.code, () => ctx.tx.prisma.orgNode.update({ where: { id }, data: { parentId } }))
    await writeVersions(ctx, 'move', [{ ...node, parentId }], reason)
    const scopeIds = [...new Set([...node.scopeIds, ...parent.scopeIds])]
    const [before, after] = [{ parentId: node.parentId }, { parentId }]
    ctx.audit({ noun: 'OrgNode', subjectId: id, node: { id, scopeIds }, before, after, reason })
    ctx.emit(
      nodeMoved.sendable({ nodeId: id, fromParentId: node.parentId!, toParentId: parentId }, { subject: `node:${id}` }),
    )
    return { id }
  },
})

function assertMayMove(ctx: Context, node: NodeRow, parent: NodeRow) {
  if (crossesRegions(node, parent)) {
    const shared = node.scopeIds.filter((id) => parent.scopeIds.includes(id))
    allow(ctx, 'move', 'NodeMove', { scopeIds: shared })
  } else {
    allow(ctx, 'move', 'OrgNode', node)
    allow(ctx, 'move', 'OrgNode', { id: node.id, scopeIds: [...parent.scopeIds, node.id] })
  }
}
