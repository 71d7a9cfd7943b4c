/** Names are told apart among the open children of one node, codes among all of them: whoever changes a node sees those beside it. */
import { scope } from '@ministry/access/scope'
import { conflict } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'

/** Throws Conflict `org.<act>.name-taken` where another open child of the parent goes by this name. Ask with the tree locked. */
export async function assertNameFree(
  ctx: Context,
  act: string,
  { id, name, parentId }: { id?: string; name: string; parentId: string | null },
): Promise<void> {
  const other = await ctx.tx.prisma.orgNode.findFirst({
    where: {
      AND: [
        scope(ctx, 'read', 'OrgNode'),
        { parentId, state: 'active', name: { equals: name.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' } },
        id ? { NOT: { id } } : {},
      ],
    },
    select: { id: true },
  })
  if (other) throw conflict(`org.${act}.name-taken`, { name })
}

/** Throws Conflict `org.<act>.code-taken` where the database says so: another child of the parent, closed ones too, bears it. */
export async function withFreeCode<T>(
  act: string,
  code: string | null | undefined,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (code && (error as { code?: unknown }).code === 'P2002') throw conflict(`org.${act}.code-taken`, { code })
    throw error
  }
}
