import { mutation } from '../verb.ts'
import { careReader, openGlass, openNotes } from './care-door.ts'
import { aboutInput, openedOutput } from './care.schema.ts'
import { findNoted } from './note-row.ts'
import { tellAuthors } from './tell-authors.ts'

/**
 * Opens the care notes about a person that the reader may open: their texts. Each that somebody else wrote leaves who read it, and by
 * what right; whoever wrote what a broken glass opens is told. Errors: NotFound. Source: ACS-6, AUD-1 (reads of sensitive records are logged).
 */
export const openCareNotes = mutation({
  name: 'care.open-care-notes',
  permission: { action: 'read', noun: 'Note' },
  input: aboutInput,
  output: openedOutput,
  async run(ctx, { personId }) {
    await findNoted(ctx, personId)
    const notes = await openNotes(ctx, await careReader(ctx, personId), { personId })
    // What was written since the glass was broken is news to its author as well.
    const glass = await openGlass(ctx, personId)
    if (glass) await tellAuthors(ctx, glass, notes)
    for (const { id, nodeId, scopeIds, because } of notes.filter(({ because }) => because !== 'author'))
      ctx.audit({
        noun: 'CareNote',
        subjectId: id,
        node: { id: nodeId, scopeIds },
        after: { openedAs: because },
        person: { id: personId },
      })
    return { texts: notes.map(({ id, sealed }) => ({ id, body: ctx.services.sealing.open(sealed, id) })) }
  },
})
