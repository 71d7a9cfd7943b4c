import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { seatsNear } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { careReader, openNotes, placeOfCare, throughDoor, writeShares } from './care-door.ts'
import { done, writeCareNoteInput } from './care.schema.ts'
import { findNoted } from './note-row.ts'

/**
 * Writes a care note, sealed; once, however often it is asked. Its text goes nowhere else. Errors: NotFound; NotAllowed; RuleBroken
 * `care.share.no-reader`. Source: ACS-6, PRV-3.
 */
export const writeCareNote = mutation({
  name: 'care.write-care-note',
  permission: { action: 'write-care', noun: 'Note' },
  input: writeCareNoteInput,
  output: done,
  async run(ctx, { id, personId, body, sharedWith }) {
    await findNoted(ctx, personId)
    const place = await placeOfCare(ctx, 'write-care', personId)
    if (!place) throw notAllowed('write-care', 'Note')
    await assertReaders(ctx, personId, sharedWith)
    const reader = await careReader(ctx, personId)
    const own = { id, personId, authorId: reader.personId }
    if ((await openNotes(ctx, reader, own)).length) return { id }
    const sealed = ctx.services.sealing.seal(body, id)
    await throughDoor(ctx, reader, async () => {
      await ctx.tx.prisma.careNote.create({
        data: { ...own, nodeId: place.id, sealed, createdAt: ctx.at, updatedAt: ctx.at },
      })
      await writeShares(ctx, id, sharedWith)
    })
    ctx.audit({ noun: 'CareNote', subjectId: id, node: place, after: { sharedWith }, person: { id: personId } })
    return { id }
  },
})

/** Throws the rule unless each of them cares in full for a place the person belongs to. */
export async function assertReaders(ctx: Context, personId: string, sharedWith: readonly string[]): Promise<void> {
  if (sharedWith.length === 0) return
  const near = await seatsNear(ctx, [personId], 'write-care', 'Note')
  if (!sharedWith.every((id) => near.some((seat) => seat.personId === id))) throw ruleBroken('care.share.no-reader')
}
