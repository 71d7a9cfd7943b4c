import { mutation } from '../verb.ts'
import { findHousehold, findRelated, homeOf } from './family-row.ts'
import { related, renameHouseholdInput } from './families.schema.ts'

/** Gives a household another name. Errors: NotFound; NotAllowed. Source: PPL-7. */
export const renameHousehold = mutation({
  name: 'families.rename-household',
  permission: { action: 'update', noun: 'Household' },
  input: renameHouseholdInput,
  output: related,
  async run(ctx, { id, name }) {
    const { household, members } = await findHousehold(ctx, id)
    const person = await findRelated(ctx, members[0]!.personId)
    if (household.name === name) return { id }
    await ctx.tx.prisma.household.updateMany({ where: { id }, data: { name } })
    const changed = { id: person.id, before: { name: household.name }, after: { name } }
    ctx.audit({ noun: 'Household', subjectId: id, node: homeOf(person), person: changed })
    return { id }
  },
})
