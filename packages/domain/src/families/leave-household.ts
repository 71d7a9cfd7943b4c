import { conflict } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findHousehold, findRelated, homeOf } from './family-row.ts'
import { leaveHouseholdInput, related } from './families.schema.ts'

/** Takes somebody out of a household; one that nobody is in is no more. Errors: NotFound; NotAllowed; Conflict `families.changed-meanwhile`. Source: PPL-7. */
export const leaveHousehold = mutation({
  name: 'families.leave-household',
  permission: { action: 'update', noun: 'Household' },
  input: leaveHouseholdInput,
  output: related,
  async run(ctx, { id, personId }) {
    await findHousehold(ctx, id)
    const person = await findRelated(ctx, personId)
    const { count } = await ctx.tx.prisma.householdMember.deleteMany({ where: { householdId: id, personId } })
    if (count === 0) throw conflict('families.changed-meanwhile')
    ctx.audit({
      noun: 'Household',
      subjectId: id,
      node: homeOf(person),
      after: { left: true },
      person: { id: personId },
    })
    return { id }
  },
})
