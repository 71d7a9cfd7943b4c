import { active } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { listInput, listOutput } from './accounts.schema.ts'
import { nodeNames, peopleNames } from './names.ts'

/** Accounts at a node and below, by e-mail address, with the roles held there. Errors: NotFound node. Source: ACC-4. */
export const list = query({
  name: 'accounts.list',
  permission: { action: 'read', noun: 'Account' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId, search, state, take, after }) {
    await find(ctx, 'read', 'OrgNode', nodeId, { id: true })
    const where = {
      AND: [
        scope(ctx, 'read', 'Account'),
        { scopeIds: { has: nodeId } },
        ...(state ? [{ deactivatedAt: state === 'active' ? null : { not: null } }] : []),
        ...(search ? [matching(ctx, search)] : []),
      ],
    }
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const found = await ctx.tx.prisma.account.findMany({
      where: { AND: [where, typeof last === 'string' ? { email: { gt: last } } : {}] },
      select: { id: true, personId: true, username: true, email: true, createdAt: true, deactivatedAt: true },
      orderBy: { email: 'asc' },
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const personIds = rows.map(({ personId }) => personId)
    const names = await peopleNames(ctx, personIds)
    const held = await rolesOf(ctx, personIds)
    return {
      rows: rows.map((row) => ({ ...row, name: names.get(row.personId) ?? null, roles: held.get(row.personId) ?? [] })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.email]) : null,
      total: await ctx.tx.prisma.account.count({ where }),
    }
  },
})

/** The person's name counts only where the reader may see the person. */
function matching(ctx: Context, text: string) {
  const part = text.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)
  const folded = part.normalize('NFD').replace(/\p{M}/gu, '')
  return {
    OR: [
      { email: { contains: part } },
      { username: { contains: part } },
      { person: { AND: [scope(ctx, 'read', 'Person'), { search: { contains: folded } }] } },
    ],
  }
}

async function rolesOf(ctx: Context, personIds: string[]) {
  const open = await ctx.tx.prisma.roleAssignment.findMany({
    where: { AND: [scope(ctx, 'read', 'RoleAssignment'), { personId: { in: personIds } }] },
    select: { personId: true, role: true, nodeId: true, startsAt: true, endsAt: true },
    orderBy: { startsAt: 'asc' },
  })
  const present = open.filter(active(ctx.at))
  const nodes = await nodeNames(
    ctx,
    present.map(({ nodeId }) => nodeId),
  )
  const named = present.map(({ personId, role, nodeId }) => ({
    personId,
    held: { role, nodeId, nodeName: nodes.get(nodeId ?? '') ?? null },
  }))
  return new Map(personIds.map((id) => [id, named.filter(({ personId }) => personId === id).map(({ held }) => held)]))
}
