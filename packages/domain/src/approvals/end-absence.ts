import { notFound } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { absenceSet, endAbsenceInput } from './approvals.schema.ts'

/** Ends one's own absence at once, also one that hasn't begun. Ended twice it is ended once. Errors: NotFound. Source: APR-2. */
export const endAbsence = mutation({
  name: 'approvals.end-absence',
  permission: 'signed-in',
  input: endAbsenceInput,
  output: absenceSet,
  async run(ctx, { id }) {
    const { personId } = ctx.principal
    const found = await ctx.tx.prisma.absence.findFirst({ where: { id, personId } })
    if (!found) throw notFound('Absence')
    if (found.endedAt) return { id }
    await ctx.tx.prisma.absence.update({ where: { id }, data: { endedAt: ctx.at } })
    ctx.audit({ noun: 'Absence', subjectId: id, before: { endsAt: found.endsAt }, after: { endedAt: ctx.at } })
    return { id }
  },
})
