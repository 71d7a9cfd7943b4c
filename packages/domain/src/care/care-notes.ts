import { may } from '@ministry/access'
import { colleagueNames, seatsNear } from '../colleagues.ts'
import { query } from '../verb.ts'
import { careReader, openGlass, openNotes, placeOfCare } from './care-door.ts'
import { aboutInput, careNotesOutput } from './care.schema.ts'
import { findNoted } from './note-row.ts'

/**
 * The care notes about a person that the reader may open, without their texts; what else there is, is told to nobody. Errors: NotFound.
 * Source: ACS-6, PPL-6.
 */
export const careNotes = query({
  name: 'care.care-notes',
  permission: { action: 'read', noun: 'Note' },
  input: aboutInput,
  output: careNotesOutput,
  async run(ctx, { personId }) {
    const person = await findNoted(ctx, personId)
    const reader = await careReader(ctx, personId)
    const notes = await openNotes(ctx, reader, { personId })
    const glass = await ctx.tx.prisma.breakGlass.findMany({
      where: { personId, ...(wroteOne(notes) ? {} : { byPersonId: reader.personId }) },
      orderBy: { at: 'desc' },
      take: 10,
    })
    const place = await placeOfCare(ctx, 'write-care', personId)
    const near = place ? await seatsNear(ctx, [personId], 'write-care', 'Note') : []
    const ids = [
      ...notes.flatMap(({ authorId, sharedWith }) => [authorId, ...sharedWith]),
      ...glass.map(({ byPersonId }) => byPersonId),
    ]
    const names = await colleagueNames(ctx, ids)
    const named = (id: string) => ({ id, name: names.get(id) ?? null })
    const places = await ctx.tx.prisma.orgNode.findMany({
      where: { id: { in: notes.map(({ nodeId }) => nodeId) } },
      select: { id: true, name: true },
    })
    const others = near.filter(({ personId: id }) => id !== reader.personId)
    return {
      notes: notes.map(({ sealed: _sealed, ...note }) => ({
        ...note,
        author: named(note.authorId),
        place: places.find(({ id }) => id === note.nodeId)?.name ?? null,
        sharedWith: note.sharedWith.map(named),
      })),
      mayWrite: place !== undefined,
      mayBreakGlass: may(ctx.ability, 'break-glass', 'Note', { scopeIds: person.scopeIds }),
      openUntil: (await openGlass(ctx, personId))?.endsAt ?? null,
      glassBroken: glass.map(({ byPersonId, reason, at, endsAt }) => ({ by: named(byPersonId), reason, at, endsAt })),
      readers: others
        .filter((one, index) => others.findIndex(({ personId: id }) => id === one.personId) === index)
        .map(({ personId: id, name, role, node }) => ({ id, name, role, place: node })),
    }
  },
})

const wroteOne = (notes: readonly { because: string }[]) => notes.some(({ because }) => because === 'author')
