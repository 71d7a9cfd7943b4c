import { newId } from '@ministry/kernel/id'
import { notAllowed } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { careReader, openGlass, openNotes, placeOfCare, throughDoor } from './care-door.ts'
import { OPEN_MINUTES } from './care.rules.ts'
import { breakGlassInput, breakGlassOutput } from './care.schema.ts'
import { findNoted } from './note-row.ts'
import { tellAuthors } from './tell-authors.ts'

/**
 * Opens the care notes about a person to somebody who is no reader of them, for an hour and with a reason; it stands in the audit, and
 * whoever wrote them is told. Who has done so already is not asked again. Errors: NotFound; NotAllowed, and `accounts.prove.needed`. Source: ACS-6.
 */
export const breakGlass = mutation({
  name: 'care.break-glass',
  permission: { action: 'break-glass', noun: 'Note' },
  stepUp: true,
  input: breakGlassInput,
  output: breakGlassOutput,
  async run(ctx, { personId, reason }) {
    await findNoted(ctx, personId)
    const place = await placeOfCare(ctx, 'break-glass', personId)
    if (!place) throw notAllowed('break-glass', 'Note')
    const open = await openGlass(ctx, personId)
    if (open) return { until: open.endsAt }
    const until = new Date(ctx.at.getTime() + OPEN_MINUTES * 60_000)
    const reader = await careReader(ctx, personId)
    const id = newId(ctx.at)
    const row = { id, personId, byPersonId: reader.personId, nodeId: place.id, reason, at: ctx.at, endsAt: until }
    await throughDoor(ctx, reader, () => ctx.tx.prisma.breakGlass.create({ data: row }))
    const opened = await openNotes(ctx, { ...reader, opened: [personId] }, { personId })
    ctx.audit({
      noun: 'BreakGlass',
      subjectId: id,
      node: place,
      after: { until, notes: await tellAuthors(ctx, { id, personId, nodeId: place.id }, opened) },
      person: { id: personId },
      reason,
    })
    return { until }
  },
})
