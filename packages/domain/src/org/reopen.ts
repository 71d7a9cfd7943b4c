import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { writeVersions } from './history.ts'
import { assertNameFree } from './naming.ts'
import { findNode, lockTree } from './node-row.ts'
import { nodeReopened } from './org.events.ts'
import { nodeOutput, reopenInput } from './org.schema.ts'

/**
 * Opens a closed node again, empty: roles and people that were there are not brought back, nor is what was closed below. Errors:
 * NotFound; NotAllowed; RuleBroken org.reopen.already-active, org.reopen.parent-closed; Conflict org.reopen.name-taken. Source: ORG-3.
 */
export const reopen = mutation({
  name: 'org.reopen',
  permission: { action: 'reopen', noun: 'OrgNode' },
  input: reopenInput,
  output: nodeOutput,
  async run(ctx, { nodeId, reason }) {
    await lockTree(ctx)
    const node = await findNode(ctx, 'reopen', nodeId)
    const { id, name, parentId, scopeIds } = node
    if (node.state === 'active') throw ruleBroken('org.reopen.already-active', { name })
    const parent = parentId ? await findNode(ctx, 'read', parentId) : undefined
    if (parent?.state === 'closed') throw ruleBroken('org.reopen.parent-closed', { name: parent.name })
    await assertNameFree(ctx, 'reopen', { id, name, parentId })
    await ctx.tx.prisma.orgNode.update({ where: { id }, data: { state: 'active' } })
    await writeVersions(ctx, 'reopen', [{ ...node, state: 'active' }], reason)
    const [before, after] = [{ state: 'closed' }, { state: 'active' }]
    ctx.audit({ noun: 'OrgNode', subjectId: id, node: { id, scopeIds }, before, after, reason })
    ctx.emit(nodeReopened.sendable({ nodeId: id }, { subject: `node:${id}` }))
    return { id }
  },
})
