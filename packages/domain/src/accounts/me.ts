import { active, areaOf, areas, type Noun } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import { asksForTwoFactors } from '../proof.ts'
import { query } from '../verb.ts'
import { done, whoIAm } from './accounts.schema.ts'

/** Who is signed in: name, present roles with their places, and what the shell offers them. Source: ACC-2, ACS-1. */
export const me = query({
  name: 'accounts.me',
  permission: 'signed-in',
  input: done,
  output: whoIAm,
  async run(ctx) {
    const { accountId, personId, roles } = ctx.principal
    const account = await find<{ username: string | null; email: string }>(ctx, 'read', 'Account', accountId, {
      username: true,
      email: true,
    })
    const person = await find<{ name: string; preferredName: string | null }>(ctx, 'read', 'Person', personId, {
      name: true,
      preferredName: true,
    })
    const held = roles.filter(active(ctx.at))
    const nodes = await ctx.tx.prisma.orgNode.findMany({
      where: {
        AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: [...new Set(held.flatMap(({ scopeIds }) => scopeIds))] } }],
      },
      select: { id: true, kind: true, name: true, parentId: true, state: true },
      orderBy: [{ depth: 'asc' }, { name: 'asc' }],
    })
    const names = new Map(nodes.map(({ id, name }) => [id, name]))
    const seats = new Set(held.map(({ nodeId }) => nodeId))
    const reads = readsOfOthers(ctx)
    return {
      account: { id: accountId, personId, ...account },
      name: person.preferredName ?? person.name,
      wantsSecondFactor: !ctx.caller.session?.secondFactor && asksForTwoFactors(ctx.principal, ctx.at),
      roles: held.map(({ role, nodeId, startsAt }) => ({
        role,
        nodeId,
        nodeName: nodeId === null ? null : (names.get(nodeId) ?? null),
        since: startsAt,
      })),
      nodes,
      seats: nodes.map(({ id }) => id).filter((id) => seats.has(id)),
      areas: areas.filter((area) => reads.some((noun) => noun !== 'OrgNode' && areaOf(noun) === area)),
      reads,
    }
  },
})

/** What everybody may read of themself opens no part of the navigation. */
const readsOfOthers = ({ rights }: Context): Noun[] => [
  ...new Set(
    rights
      .filter(({ place, actions }) => place !== 'own' && (actions.includes('read') || actions.includes('manage')))
      .map(({ noun }) => noun),
  ),
]
