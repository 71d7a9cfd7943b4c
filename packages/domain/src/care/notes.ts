import { may } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import { invalidInput } from '@ministry/kernel/errors'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { colleagueNames } from '../colleagues.ts'
import { query } from '../verb.ts'
import { notesInput, notesOutput } from './care.schema.ts'
import { actsOn, findNoted } from './note-row.ts'

/** Notes about a person, the latest first. Errors: NotFound; InvalidInput (a forged cursor). Source: PPL-6. */
export const notes = query({
  name: 'care.notes',
  permission: { action: 'read', noun: 'Note' },
  input: notesInput,
  output: notesOutput,
  async run(ctx, { personId, take, after }) {
    const person = await findNoted(ctx, personId)
    const where = { AND: [scope(ctx, 'read', 'Note'), { personId }] }
    const found = await ctx.tx.prisma.note.findMany({
      where: { AND: [where, after === undefined ? {} : before(after)] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const names = await colleagueNames(
      ctx,
      rows.map(({ authorId }) => authorId),
    )
    const last = rows.at(-1)
    return {
      rows: rows.map((note) => ({
        ...note,
        author: { id: note.authorId, name: names.get(note.authorId) ?? null },
        may: actsOn(ctx, note),
      })),
      next: found.length > take && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
      total: await ctx.tx.prisma.note.count({ where }),
      mayWrite: may(ctx.ability, 'create', 'Note', { scopeIds: person.scopeIds }),
    }
  },
})

function before(after: string) {
  const [at, id] = decodeCursor(after, 2) ?? []
  if (typeof at !== 'string' || typeof id !== 'string') throw invalidInput('This is no cursor of this list.')
  return { OR: [{ createdAt: { lt: new Date(at) } }, { createdAt: new Date(at), id: { lt: id } }] }
}
