/** The set form of org.open: many nodes in a fixed number of statements for each parent. */
import type { NodeKind } from '@ministry/access'
import { allow, scope } from '@ministry/access/scope'
import { dateIn } from '@ministry/kernel/calendar'
import { conflict, invalidInput, MinistryError, notFound, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { writeVersions } from './history.ts'
import { lockTree, settingsOf, type NodeRow } from './node-row.ts'
import { nodeOpened } from './org.events.ts'
import { fits } from './org.rules.ts'
import { openInput } from './org.schema.ts'

export interface Opening {
  parentId: string
  kind: NodeKind
  name: string
  code?: string | null | undefined
}

/**
 * Opens nodes under others, from today (there) on; answers with their ids in the order of the input. Errors as of org.open: InvalidInput; NotFound
 * parent; NotAllowed; RuleBroken org.open.kind-not-allowed, org.open.parent-closed; Conflict org.open.name-taken,
 * org.open.code-taken; `values.row` is the place in the input, from 0. Source: ORG-1, ORG-3, IMP-1.
 */
export async function openMany(ctx: Context, inputs: readonly Opening[]): Promise<string[]> {
  if (inputs.length === 0) return []
  await lockTree(ctx)
  const parentIds = [...new Set(inputs.map(({ parentId }) => parentId))]
  const visible = scope(ctx, 'read', 'OrgNode')
  const parents = new Map(
    ((await ctx.tx.prisma.orgNode.findMany({ where: { AND: [visible, { id: { in: parentIds } }] } })) as NodeRow[]).map(
      (parent) => [parent.id, parent],
    ),
  )
  const beside = await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [visible, { parentId: { in: parentIds } }] },
    select: { parentId: true, name: true, code: true, state: true },
  })
  const names = new Set(
    beside.filter(({ state }) => state === 'active').map((node) => nameKey(node.parentId!, node.name)),
  )
  const codes = new Set(beside.flatMap(({ parentId, code }) => (code ? [nameKey(parentId!, code)] : [])))
  const nodes = inputs.map((input, row) => {
    const at = <T extends MinistryError>(error: T) => {
      error.values['row'] = row
      return error
    }
    const parsed = openInput.safeParse(input)
    if (!parsed.success)
      throw at(
        invalidInput(
          'The input is not what this takes.',
          parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
        ),
      )
    const { parentId, kind, name, code = null } = parsed.data
    const parent = parents.get(parentId)
    if (!parent) throw at(notFound('OrgNode'))
    const id = newId(ctx.at)
    const scopeIds = [...parent.scopeIds, id]
    try {
      allow(ctx, 'open', 'OrgNode', { id, scopeIds })
    } catch (error) {
      throw error instanceof MinistryError ? at(error) : error
    }
    if (!fits(kind, parent.kind)) throw at(ruleBroken('org.open.kind-not-allowed', { kind, parent: parent.kind }))
    if (parent.state !== 'active') throw at(ruleBroken('org.open.parent-closed', { name: parent.name }))
    if (names.has(nameKey(parentId, name))) throw at(conflict('org.open.name-taken', { name }))
    if (code && codes.has(nameKey(parentId, code))) throw at(conflict('org.open.code-taken', { code }))
    names.add(nameKey(parentId, name))
    if (code) codes.add(nameKey(parentId, code))
    return { id, kind, parentId, name, code, state: 'active' as const, scopeIds }
  })
  const zones = new Map<string, string>()
  for (const id of parentIds) zones.set(id, (await settingsOf(ctx, id)).timeZone.value)
  await ctx.tx.prisma.orgNode.createMany({
    data: nodes.map(({ scopeIds: _scopeIds, ...node }) => ({
      ...node,
      openedOn: new Date(dateIn(ctx.at, zones.get(node.parentId)!)),
    })),
  })
  await writeVersions(ctx, 'open', nodes, undefined)
  for (const { id, kind, name, code, parentId, scopeIds } of nodes) {
    ctx.audit({ noun: 'OrgNode', subjectId: id, node: { id, scopeIds }, after: { kind, name, code, parentId } })
    ctx.emit(nodeOpened.sendable({ nodeId: id, parentId, kind }, { subject: `node:${id}` }))
  }
  return nodes.map(({ id }) => id)
}
/** As the database tells names and codes apart: whatever their case. */
const nameKey = (parentId: string, name: string) => `${parentId} ${name.toLowerCase()}`
