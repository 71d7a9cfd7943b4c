import { allow } from '@ministry/access/scope'
import { mutation } from '../verb.ts'
import { done, writeNoteInput } from './care.schema.ts'
import { findNoted, homeOf } from './note-row.ts'

/** Notes something about a person; once, however often it is asked. Errors: NotFound; NotAllowed. Source: PPL-6. */
export const writeNote = mutation({
  name: 'care.write-note',
  permission: { action: 'create', noun: 'Note' },
  input: writeNoteInput,
  output: done,
  async run(ctx, { id, personId, body }) {
    const person = await findNoted(ctx, personId)
    allow(ctx, 'create', 'Note', { scopeIds: person.scopeIds })
    const own = { id, personId, authorId: ctx.principal.personId }
    if (await ctx.tx.prisma.note.findFirst({ where: own })) return { id }
    await ctx.tx.prisma.note.create({ data: { ...own, body, createdAt: ctx.at, updatedAt: ctx.at } })
    ctx.audit({ noun: 'Note', subjectId: id, node: homeOf(person), person: { id: personId, after: { body } } })
    return { id }
  },
})
