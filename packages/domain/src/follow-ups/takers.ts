import { scope } from '@ministry/access/scope'
import { seatsNear } from '../colleagues.ts'
import { query } from '../verb.ts'
import { takersInput, takersOutput } from './follow-ups.schema.ts'

/** Whom follow-ups on all of these people could be given to. Source: PPL-6. */
export const takers = query({
  name: 'follow-ups.takers',
  permission: { action: 'update', noun: 'FollowUp' },
  input: takersInput,
  output: takersOutput,
  async run(ctx, { personIds }) {
    const wanted = new Set(personIds)
    const seen = await ctx.tx.prisma.person.findMany({
      where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: [...wanted] } }] },
      select: { id: true },
    })
    const near = await seatsNear(
      ctx,
      seen.map(({ id }) => id),
      'update',
      'FollowUp',
    )
    const byTaker = Map.groupBy(near, ({ personId }) => personId)
    return {
      takers: [...byTaker.values()]
        .filter((seats) => new Set(seats.map(({ subjectId }) => subjectId)).size === wanted.size)
        .map(([seat]) => ({ id: seat!.personId, name: seat!.name, role: seat!.role, place: seat!.node })),
    }
  },
})
