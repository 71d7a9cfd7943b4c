import { sql } from '@ministry/db'
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

/** Seats of one Board are given one after the other: whoever comes second counts what the first has given. */
export async function lockBoard({ tx }: Context, place: { scopeIds: readonly string[] }): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`board:${place.scopeIds[0]}`}, 0))`)
}
