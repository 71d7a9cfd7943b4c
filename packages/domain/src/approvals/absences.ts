import * as z from 'zod'
import { query } from '../verb.ts'
import { absencesOutput } from './approvals.schema.ts'
import { inMovement } from './own-movement.ts'
import { namesOf } from './world.ts'

/** The caller's own absences that aren't over, and for whom they stand in now or later. Errors: none. Source: APR-2. */
export const absences = query({
  name: 'approvals.absences',
  permission: 'signed-in',
  input: z.object({}),
  output: absencesOutput,
  async run(ctx) {
    const { personId } = ctx.principal
    const rows = await ctx.tx.prisma.absence.findMany({
      where: { OR: [{ personId }, { deputyId: personId }], endedAt: null, endsAt: { gt: ctx.at } },
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    })
    const ids = rows.flatMap((row) => [row.personId, row.deputyId])
    const names = (await inMovement(ctx, (power) => namesOf(power, ids))) ?? new Map<string, string>()
    const who = (id: string) => ({ id, name: names.get(id) ?? '' })
    return {
      own: rows
        .filter((row) => row.personId === personId)
        .map(({ deputyId, ...row }) => ({ ...row, deputy: deputyId ? who(deputyId) : null })),
      deputyFor: rows.filter((row) => row.deputyId === personId).map((row) => ({ ...row, person: who(row.personId) })),
    }
  },
})
