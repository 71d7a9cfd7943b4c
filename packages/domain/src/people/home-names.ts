import { scope } from '@ministry/access/scope'
import type { Context } from '../context.ts'

/** Names of the homes that the caller may see, by id; one statement, or none where nobody has a home. */
export async function homeNames(
  ctx: Context,
  people: readonly { homeNodeId: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(people.flatMap(({ homeNodeId }) => homeNodeId ?? []))
  if (ids.size === 0) return new Map()
  const nodes = await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [{ id: { in: [...ids] } }, scope(ctx, 'read', 'OrgNode')] },
    select: { id: true, name: true },
  })
  return new Map(nodes.map(({ id, name }) => [id, name]))
}
