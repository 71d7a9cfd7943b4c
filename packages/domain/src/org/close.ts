import { reaches, scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { dateIn } from '@ministry/kernel/calendar'
import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { endRolesAndInvitations, handOverPeople, peopleWithMembershipAt } from './hand-over.ts'
import { writeVersions } from './history.ts'
import { findNode, lockTree, settingsOf, type NodeRow } from './node-row.ts'
import { nodeClosed } from './org.events.ts'
import { closeInput, closeOutput } from './org.schema.ts'

/**
 * Closes a node, with `withBelow` also all that is open below it. Roles held there end, invitations are revoked, people go to
 * `handOverTo` in the state they are in. Nothing is deleted. Errors: NotFound node or hand-over node; NotAllowed; RuleBroken
 * org.close.already-closed, org.close.movement, org.close.has-children, org.close.seated-board,
 * org.close.people-need-a-place, org.close.hand-over-inside, org.close.hand-over-closed. Source: ORG-3, ACC-3.
 */
export const close = mutation({
  name: 'org.close',
  permission: { action: 'close', noun: 'OrgNode' },
  input: closeInput,
  output: closeOutput,
  timeout: 120_000,
  async run(ctx, { nodeId, withBelow, handOverTo, reason }) {
    await lockTree(ctx)
    const node = await findNode(ctx, 'close', nodeId)
    if (node.state !== 'active') throw ruleBroken('org.close.already-closed', { name: node.name })
    if (node.parentId === null) throw ruleBroken('org.close.movement', { name: node.name })
    const nodes = await openSubtree(ctx, nodeId)
    await holdNodes(ctx, [...nodes.keys()])
    await assertNoBoard(ctx, [...nodes.values()])
    if (nodes.size > 1 && !withBelow) throw ruleBroken('org.close.has-children', { count: nodes.size - 1 })
    const people = await handOver(ctx, nodes, node, handOverTo)
    const ended = await endRolesAndInvitations(ctx, nodes)
    await ctx.tx.prisma.orgNode.updateMany({
      where: { AND: [scope(ctx, 'close', 'OrgNode'), { id: { in: [...nodes.keys()] } }] },
      data: { state: 'closed' },
    })
    const closed = [...nodes.values()].map((each) => ({ ...each, state: 'closed' as const }))
    await writeVersions(ctx, 'close', closed, reason)
    for (const { id, scopeIds } of closed) {
      const [before, after] = [{ state: 'active' }, { state: 'closed', handOverTo }]
      ctx.audit({ noun: 'OrgNode', subjectId: id, node: { id, scopeIds }, before, after, reason })
      const by = { accountId: ctx.principal.accountId, personId: ctx.principal.personId }
      const news = { nodeId: id, scopeIds, handOverTo: handOverTo ?? null, ...by }
      ctx.emit(nodeClosed.sendable(news, { subject: `node:${id}` }))
    }
    return { id: nodeId, nodes: nodes.size, people, ...ended }
  },
})

/** Nobody ends seats of the Board, by closing their place neither: else another Board could be named in its stead. Source: ACC-3. */
async function assertNoBoard({ tx, at }: Context, nodes: readonly NodeRow[]): Promise<void> {
  for (const { id, kind, name } of nodes) {
    if (kind !== 'Board') continue
    const present = { nodeId: id, role: 'board-member', OR: [{ endsAt: null }, { endsAt: { gt: at } }] }
    if ((await tx.prisma.roleAssignment.count({ where: present })) > 0)
      throw ruleBroken('org.close.seated-board', { name })
  }
}

/** The open nodes of the subtree; whoever may close the top may close what is below it. */
async function openSubtree(ctx: Context, nodeId: string): Promise<Map<string, NodeRow>> {
  const found = (await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [scope(ctx, 'close', 'OrgNode'), { scopeIds: { has: nodeId }, state: 'active' }] },
  })) as NodeRow[]
  return new Map(found.map((node) => [node.id, node]))
}

/** Whoever writes at these nodes now finishes first; whoever comes later finds them closed. */
async function holdNodes({ tx }: Context, nodeIds: readonly string[]): Promise<void> {
  await tx.rows(sql`select from org_node where id = any (${nodeIds}::uuid[]) order by id for update`)
}

async function handOver(
  ctx: Context,
  nodes: ReadonlyMap<string, NodeRow>,
  node: NodeRow,
  handOverTo: string | undefined,
): Promise<number> {
  if (!reaches(ctx, 'end', 'Membership', node)) throw notAllowed('end', 'Membership')
  const people = await peopleWithMembershipAt(ctx, [...nodes.keys()])
  if (people.length === 0) return 0
  if (!handOverTo) throw ruleBroken('org.close.people-need-a-place', { count: people.length })
  const target = await findNode(ctx, 'read', handOverTo)
  if (!reaches(ctx, 'create', 'Membership', target)) throw notAllowed('create', 'Membership')
  if (nodes.has(handOverTo)) throw ruleBroken('org.close.hand-over-inside', { name: target.name })
  if (target.state !== 'active') throw ruleBroken('org.close.hand-over-closed', { name: target.name })
  const { timeZone } = await settingsOf(ctx, node.id)
  await handOverPeople(ctx, nodes, people, target, dateIn(ctx.at, timeZone.value))
  return people.length
}
