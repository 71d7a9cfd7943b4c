import { notAllowed } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { done, removeNoteInput } from './care.schema.ts'
import { actsOn, findNote, homeOf } from './note-row.ts'

/** Takes a note away: one's own, or another's where one cares for the place in full. Errors: NotFound; NotAllowed. Source: PPL-6. */
export const removeNote = mutation({
  name: 'care.remove-note',
  permission: { action: 'update', noun: 'Note' },
  input: removeNoteInput,
  output: done,
  async run(ctx, { id }) {
    const { note, person } = await findNote(ctx, id)
    if (!actsOn(ctx, note).remove) throw notAllowed('remove', 'Note')
    await ctx.tx.prisma.note.deleteMany({ where: { id } })
    const { authorId, createdAt, body, personId } = note
    ctx.audit({
      noun: 'Note',
      subjectId: id,
      node: homeOf(person),
      before: { authorId, createdAt },
      after: { removed: true },
      person: { id: personId, before: { body } },
    })
    return { id }
  },
})
