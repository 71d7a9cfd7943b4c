import { mutation } from '../verb.ts'
import { careReader, ownNote, throughDoor } from './care-door.ts'
import { done, removeCareNoteInput } from './care.schema.ts'

/** Takes a care note of one's own away for good. Errors: NotFound. Source: ACS-6. */
export const removeCareNote = mutation({
  name: 'care.remove-care-note',
  permission: { action: 'write-care', noun: 'Note' },
  input: removeCareNoteInput,
  output: done,
  async run(ctx, { id }) {
    const note = await ownNote(ctx, id)
    await throughDoor(ctx, await careReader(ctx, note.personId), () =>
      ctx.tx.prisma.careNote.deleteMany({ where: { id } }),
    )
    const node = { id: note.nodeId, scopeIds: note.scopeIds }
    ctx.audit({ noun: 'CareNote', subjectId: id, node, after: { removed: true }, person: { id: note.personId } })
    return { id }
  },
})
