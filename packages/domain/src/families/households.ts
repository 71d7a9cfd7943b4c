/** Acts on a household. Source: PPL-7. */
import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { permittedFields } from '@ministry/access'
import { updateMany, type PersonRow } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { addressFields } from './family.ts'
import { findHousehold, findRelated, homeOf } from './family-row.ts'
import {
  createHouseholdInput,
  joinHouseholdInput,
  leaveHouseholdInput,
  related,
  renameHouseholdInput,
  shareAddressInput,
  shareAddressOutput,
} from './families.schema.ts'

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

/** People in one household at most. */
const MOST = 30

/** Adds somebody to a household. Errors: NotFound; NotAllowed; RuleBroken `families.join-household.full`. Source: PPL-7. */
export const joinHousehold = mutation({
  name: 'families.join-household',
  permission: { action: 'update', noun: 'Household' },
  input: joinHouseholdInput,
  output: related,
  async run(ctx, { id, personId, role }) {
    const { household } = await findHousehold(ctx, id)
    const person = await findRelated(ctx, personId)
    const present = household.members.find((member) => member.personId === personId)
    if (present?.role === role) return { id }
    if (!present && household.members.length >= MOST) throw ruleBroken('families.join-household.full')
    await ctx.tx.rows(sql`
      insert into household_member (household_id, person_id, role) values (${id}::uuid, ${personId}::uuid, ${role})
      on conflict (household_id, person_id) do update set role = excluded.role`)
    ctx.audit({ noun: 'Household', subjectId: id, node: homeOf(person), person: { id: personId, after: { role } } })
    return { id }
  },
})

/** Takes somebody out of a household; one that nobody is in is no more. Errors: NotFound; NotAllowed. Source: PPL-7. */
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

/**
 * Gives the address of one of a household to all others in it whose address the caller may change. Errors: NotFound; NotAllowed;
 * RuleBroken `families.share-address.none`; those of people’s updateMany. Source: PPL-7.
 */
export const shareAddress = mutation({
  name: 'families.share-address',
  permission: { action: 'update', noun: 'Household' },
  input: shareAddressInput,
  output: shareAddressOutput,
  async run(ctx, { id, fromId }) {
    const { members, people } = await findHousehold(ctx, id)
    const from = people.get(fromId)
    await findRelated(ctx, fromId)
    const fields = Object.fromEntries(addressFields.map((field) => [field, from?.[field] ?? null]))
    if (
      !from ||
      !members.some(({ personId }) => personId === fromId) ||
      Object.values(fields).every((value) => value === null)
    )
      throw ruleBroken('families.share-address.none')
    const mine = (one: PersonRow) =>
      addressFields.every((field) => permittedFields(ctx.ability, 'update', 'Person', one).includes(field))
    const others = members.filter(({ personId }) => personId !== fromId && mine(people.get(personId)!))
    const updated = await updateMany(
      ctx,
      others.map(({ personId }) => ({ id: personId, fields })),
    )
    return { changed: updated.filter(({ changes }) => changes.length > 0).length }
  },
})
