import { mutation } from '../verb.ts'
import { careReader, ownNote, throughDoor, writeShares } from './care-door.ts'
import { done, shareCareNoteInput } from './care.schema.ts'
import { assertReaders } from './write-care-note.ts'

/** Says who else reads a care note of one's own; whoever is named no more reads it no more. Errors: NotFound; RuleBroken `care.share.no-reader`. Source: ACS-6. */
export const shareCareNote = mutation({
  name: 'care.share-care-note',
  permission: { action: 'write-care', noun: 'Note' },
  input: shareCareNoteInput,
  output: done,
  async run(ctx, { id, sharedWith }) {
    const note = await ownNote(ctx, id)
    const added = sharedWith.filter((one) => !note.sharedWith.includes(one))
    if (added.length === 0 && note.sharedWith.every((one) => sharedWith.includes(one))) return { id }
    await assertReaders(ctx, note.personId, added)
    await throughDoor(ctx, await careReader(ctx, note.personId), () => writeShares(ctx, id, sharedWith))
    ctx.audit({
      noun: 'CareNote',
      subjectId: id,
      node: { id: note.nodeId, scopeIds: note.scopeIds },
      before: { sharedWith: note.sharedWith },
      after: { sharedWith },
      person: { id: note.personId },
    })
    return { id }
  },
})
