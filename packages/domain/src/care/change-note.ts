import { conflict, notAllowed } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { changeNoteInput, done } from './care.schema.ts'
import { actsOn, findNote, homeOf } from './note-row.ts'

/** Changes what one noted oneself. Errors: NotFound; NotAllowed; Conflict `care.changed-meanwhile`. Source: PPL-6. */
export const changeNote = mutation({
  name: 'care.change-note',
  permission: { action: 'update', noun: 'Note' },
  input: changeNoteInput,
  output: done,
  async run(ctx, { id, version, body }) {
    const { note, person } = await findNote(ctx, id)
    if (!actsOn(ctx, note).change) throw notAllowed('update', 'Note')
    if (note.version !== version) throw conflict('care.changed-meanwhile')
    if (note.body === body) return { id }
    const data = { body, updatedAt: ctx.at, version: version + 1 }
    const { count } = await ctx.tx.prisma.note.updateMany({ where: { id, version }, data })
    if (count === 0) throw conflict('care.changed-meanwhile')
    const changed = { id: note.personId, before: { body: note.body }, after: { body } }
    ctx.audit({ noun: 'Note', subjectId: id, node: homeOf(person), person: changed })
    return { id }
  },
})
