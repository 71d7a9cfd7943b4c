import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findHousehold, findRelated, homeOf } from './family-row.ts'
import { joinHouseholdInput, related } from './families.schema.ts'

/** People in one household at most. */
const MOST = 30

/** Adds somebody to a household, or says anew as what. Errors: NotFound; NotAllowed; RuleBroken `families.join-household.full`. Source: PPL-7. */
export const joinHousehold = mutation({
  name: 'families.join-household',
  permission: { action: 'update', noun: 'Household' },
  input: joinHouseholdInput,
  output: related,
  async run(ctx, { id, personId, role }) {
    const { members } = await findHousehold(ctx, id)
    const person = await findRelated(ctx, personId)
    const present = members.find((member) => member.personId === personId)
    if (present?.role === role) return { id }
    if (!present && members.length >= MOST) throw ruleBroken('families.join-household.full')
    await ctx.tx.rows(sql`
      insert into household_member (household_id, person_id, role) values (${id}::uuid, ${personId}::uuid, ${role})
      on conflict (household_id, person_id) do update set role = excluded.role`)
    ctx.audit({ noun: 'Household', subjectId: id, node: homeOf(person), person: { id: personId, after: { role } } })
    return { id }
  },
})
