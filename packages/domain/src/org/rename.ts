import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { writeVersions } from './history.ts'
import { assertNameFree, withFreeCode } from './naming.ts'
import { findNode, lockTree } from './node-row.ts'
import { nodeRenamed } from './org.events.ts'
import { nodeOutput, renameInput } from './org.schema.ts'

/**
 * Gives a node another name or code; one that has them already is left as it is. Errors: NotFound; NotAllowed; RuleBroken
 * org.rename.closed; Conflict org.rename.name-taken, org.rename.code-taken. Source: ORG-3.
 */
export const rename = mutation({
  name: 'org.rename',
  permission: { action: 'rename', noun: 'OrgNode' },
  input: renameInput,
  output: nodeOutput,
  async run(ctx, { nodeId, name, code, reason }) {
    await lockTree(ctx)
    const node = await findNode(ctx, 'rename', nodeId)
    const { id, scopeIds } = node
    const [before, after] = [
      { name: node.name, code: node.code },
      { name, code: code === undefined ? node.code : code },
    ]
    if (before.name === after.name && before.code === after.code) return { id }
    if (node.state !== 'active') throw ruleBroken('org.rename.closed', { name: node.name })
    await assertNameFree(ctx, 'rename', { id, name, parentId: node.parentId })
    await withFreeCode('rename', code, () => ctx.tx.prisma.orgNode.update({ where: { id }, data: after }))
    await writeVersions(ctx, 'rename', [{ ...node, ...after }], reason)
    ctx.audit({ noun: 'OrgNode', subjectId: id, node: { id, scopeIds }, before, after, reason })
    ctx.emit(nodeRenamed.sendable({ nodeId: id }, { subject: `node:${id}` }))
    return { id }
  },
})
