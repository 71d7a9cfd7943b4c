import type { Context } from '../context.ts'

/** How many hold or will hold a seat on the Board of the place's movement, as far as the caller sees them. */
export const boardMembersOf = (ctx: Context, place: { scopeIds: readonly string[] }): Promise<number> =>
  ctx.tx.prisma.roleAssignment.count({
    where: {
      role: 'board-member',
      scopeIds: { has: place.scopeIds[0]! },
      OR: [{ endsAt: null }, { endsAt: { gt: ctx.at } }],
    },
  })
