import { allow } from '@ministry/access/scope'
import { dateIn } from '@ministry/kernel/calendar'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { writeVersions } from './history.ts'
import { assertNameFree, withFreeCode } from './naming.ts'
import { findNode, lockTree, settingsOf } from './node-row.ts'
import { nodeOpened } from './org.events.ts'
import { fits } from './org.rules.ts'
import { nodeOutput, openInput } from './org.schema.ts'

/**
 * Opens a node under another, from today (there) on. Errors: NotFound parent; NotAllowed; RuleBroken
 * org.open.kind-not-allowed, org.open.parent-closed; Conflict org.open.name-taken, org.open.code-taken. Source: ORG-1, ORG-3.
 */
export const open = mutation({
  name: 'org.open',
  permission: { action: 'open', noun: 'OrgNode' },
  input: openInput,
  output: nodeOutput,
  async run(ctx, { parentId, kind, name, code = null, reason }) {
    await lockTree(ctx)
    const parent = await findNode(ctx, 'read', parentId)
    const id = newId(ctx.at)
    const scopeIds = [...parent.scopeIds, id]
    allow(ctx, 'open', 'OrgNode', { id, scopeIds })
    if (!fits(kind, parent.kind)) throw ruleBroken('org.open.kind-not-allowed', { kind, parent: parent.kind })
    if (parent.state !== 'active') throw ruleBroken('org.open.parent-closed', { name: parent.name })
    await assertNameFree(ctx, 'open', { name, parentId })
    const { timeZone } = await settingsOf(ctx, parentId)
    const openedOn = new Date(dateIn(ctx.at, timeZone.value))
    const node = { id, kind, parentId, name, code, state: 'active' as const }
    await withFreeCode('open', code, () => ctx.tx.prisma.orgNode.create({ data: { ...node, openedOn } }))
    await writeVersions(ctx, 'open', [node], reason)
    ctx.audit({ noun: 'OrgNode', subjectId: id, node: { id, scopeIds }, after: { kind, name, code, parentId }, reason })
    ctx.emit(nodeOpened.sendable({ nodeId: id, parentId, kind }, { subject: `node:${id}` }))
    return { id }
  },
})
