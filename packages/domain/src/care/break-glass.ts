import { allow } from '@ministry/access/scope'
import { newId } from '@ministry/kernel/id'
import { notifyAll } from '../messaging/index.ts'
import { mutation } from '../verb.ts'
import { careReader, openGlass, openNotes, throughDoor } from './care-door.ts'
import { OPEN_MINUTES } from './care.rules.ts'
import { breakGlassInput, breakGlassOutput } from './care.schema.ts'
import { findNoted, homeOf } from './note-row.ts'

/**
 * Opens the care notes about a person to somebody who is no reader of them, for an hour and with a reason; it stands in the audit, and
 * whoever wrote them is told. Who has done so already is not asked again. Errors: NotFound; NotAllowed. Source: ACS-6.
 */
export const breakGlass = mutation({
  name: 'care.break-glass',
  permission: { action: 'break-glass', noun: 'Note' },
  input: breakGlassInput,
  output: breakGlassOutput,
  async run(ctx, { personId, reason }) {
    const person = await findNoted(ctx, personId)
    allow(ctx, 'break-glass', 'Note', { scopeIds: person.scopeIds })
    const open = await openGlass(ctx, personId)
    if (open) return { until: open.endsAt }
    const until = new Date(ctx.at.getTime() + OPEN_MINUTES * 60_000)
    const reader = await careReader(ctx, personId)
    const row = {
      id: newId(ctx.at),
      personId,
      byPersonId: reader.personId,
      nodeId: person.homeNodeId!,
      reason,
      at: ctx.at,
      endsAt: until,
    }
    await throughDoor(ctx, reader, () => ctx.tx.prisma.breakGlass.create({ data: row }))
    const notes = await openNotes(ctx, { ...reader, opened: [personId] }, { personId })
    const opened = notes.filter(({ because }) => because === 'break-glass')
    await notifyAll(
      ctx,
      [...new Set(opened.map(({ authorId }) => authorId))].map((authorId) => ({
        ...{ personId: authorId, kind: 'care-note-opened' as const, nodeId: person.homeNodeId, aboutId: personId },
        dedupeKey: `care-note-opened:${row.id}:${authorId}`,
      })),
    )
    ctx.audit({
      noun: 'BreakGlass',
      subjectId: row.id,
      node: homeOf(person),
      after: { until, notes: opened.length },
      person: { id: personId },
      reason,
    })
    return { until }
  },
})
