/** Names for lists, as far as the reader may see them. */
import { scope } from '@ministry/access/scope'
import type { Context } from '../context.ts'

/** How these people are called; those out of sight are absent. */
export async function peopleNames(ctx: Context, ids: Iterable<string | null>): Promise<Map<string, string>> {
  const people = await ctx.tx.prisma.person.findMany({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: present(ids) } }] },
    select: { id: true, name: true, preferredName: true },
  })
  return new Map(people.map(({ id, name, preferredName }) => [id, preferredName ?? name]))
}

/** The names of these nodes; those out of sight are absent. */
export async function nodeNames(ctx: Context, ids: Iterable<string | null>): Promise<Map<string, string>> {
  const nodes = await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: present(ids) } }] },
    select: { id: true, name: true },
  })
  return new Map(nodes.map(({ id, name }) => [id, name]))
}

const present = (ids: Iterable<string | null>) => [...new Set(ids)].filter((id) => id !== null)
