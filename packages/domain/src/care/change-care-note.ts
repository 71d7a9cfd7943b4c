import { conflict } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { careReader, ownNote, throughDoor } from './care-door.ts'
import { changeCareNoteInput, done } from './care.schema.ts'

/** Changes the text of a care note of one's own. Errors: NotFound; Conflict `care.changed-meanwhile`. Source: ACS-6. */
export const changeCareNote = mutation({
  name: 'care.change-care-note',
  permission: { action: 'write-care', noun: 'Note' },
  input: changeCareNoteInput,
  output: done,
  async run(ctx, { id, version, body }) {
    const note = await ownNote(ctx, id)
    const { sealing } = ctx.services
    if (note.version !== version) throw conflict('care.changed-meanwhile')
    if (sealing.open(note.sealed, id) === body) return { id }
    const data = { sealed: sealing.seal(body, id), updatedAt: ctx.at, version: version + 1 }
    const { count } = await throughDoor(ctx, await careReader(ctx, note.personId), () =>
      ctx.tx.prisma.careNote.updateMany({ where: { id, version }, data }),
    )
    if (count === 0) throw conflict('care.changed-meanwhile')
    const node = { id: note.nodeId, scopeIds: note.scopeIds }
    ctx.audit({ noun: 'CareNote', subjectId: id, node, after: { changed: true }, person: { id: note.personId } })
    return { id }
  },
})
