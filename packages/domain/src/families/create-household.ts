import { sql } from '@ministry/db'
import { mutation } from '../verb.ts'
import { findRelated, homeOf } from './family-row.ts'
import { createHouseholdInput, related } from './families.schema.ts'

/** Makes a household of one, whom others join; once, however often it is asked. Errors: NotFound; NotAllowed. Source: PPL-7. */
export const createHousehold = mutation({
  name: 'families.create-household',
  permission: { action: 'create', noun: 'Household' },
  input: createHouseholdInput,
  output: related,
  async run(ctx, { id, name, personId, role }) {
    const person = await findRelated(ctx, personId)
    if (await ctx.tx.prisma.household.findFirst({ where: { id } })) return { id }
    // Plain statements: what nobody is in yet can't be read back.
    await ctx.tx.rows(sql`insert into household (id, name, created_at) values (${id}::uuid, ${name}, ${ctx.at})`)
    await ctx.tx.rows(
      sql`insert into household_member (household_id, person_id, role) values (${id}::uuid, ${personId}::uuid, ${role})`,
    )
    ctx.audit({
      noun: 'Household',
      subjectId: id,
      node: homeOf(person),
      person: { id: personId, after: { name, role } },
    })
    return { id }
  },
})
