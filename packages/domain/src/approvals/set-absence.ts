import { addDays, startOfDay } from '@ministry/kernel/calendar'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { absenceSet, setAbsenceInput } from './approvals.schema.ts'
import { assertTaker } from './giving.ts'
import { deputiesOf, inMovement } from './own-movement.ts'
import { calendarAt } from './world.ts'

/**
 * Says that one is away from one day to another, both included, and who signs requests meanwhile. Sent twice with one id it is said
 * once. Errors: Conflict `approvals.set-absence.id-taken`; RuleBroken `approvals.set-absence.` `no-role`, `past`, `overlaps`, `deputy`.
 * Source: APR-2.
 */
export const setAbsence = mutation({
  name: 'approvals.set-absence',
  permission: 'signed-in',
  input: setAbsenceInput,
  output: absenceSet,
  async run(ctx, { id, from, until, deputyId, note }) {
    const { personId } = ctx.principal
    const same = await ctx.tx.prisma.absence.findUnique({ where: { id } })
    if (same && same.personId !== personId) throw conflict('approvals.set-absence.id-taken')
    if (same) return { id }
    const timeZone = await inMovement(ctx, async (power, movementId) => {
      if (deputyId) {
        const sought = await deputiesOf(power, ctx, movementId)
        await assertTaker(power, sought, deputyId, 'approvals.set-absence.deputy')
      }
      return zoneOf(power, movementId, personId)
    })
    if (timeZone === null) throw ruleBroken('approvals.set-absence.no-role')
    const startsAt = startOfDay(from, timeZone)
    const endsAt = startOfDay(addDays(until, 1), timeZone)
    if (endsAt <= ctx.at) throw ruleBroken('approvals.set-absence.past')
    const overlapping = await ctx.tx.prisma.absence.findFirst({
      where: { personId, endedAt: null, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } },
    })
    if (overlapping) throw ruleBroken('approvals.set-absence.overlaps')
    await ctx.tx.prisma.absence.create({
      data: { id, personId, deputyId, startsAt, endsAt, note: note ?? null, createdAt: ctx.at },
    })
    ctx.audit({
      noun: 'Absence',
      subjectId: id,
      after: { deputyId, startsAt, endsAt },
      person: { id: personId, after: { note } },
    })
    return { id }
  },
})

/** Of the person's home, else of the movement. */
async function zoneOf(power: Context, movementId: string, personId: string): Promise<string> {
  const person = await power.tx.prisma.person.findUnique({
    where: { id: personId },
    select: { homeNodeId: true, homeIds: true },
  })
  const home = person?.homeIds[0] === movementId ? person.homeNodeId : null
  return (await calendarAt(power, home ?? movementId)).timeZone
}
