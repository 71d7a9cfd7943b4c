import { may } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import { colleagueNames } from '../colleagues.ts'
import { behind, pageOfRows } from '../keyset.ts'
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
      where: { AND: [where, behind(after, 'createdAt', 'desc')] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const { rows, next } = pageOfRows(found, take, 'createdAt')
    const names = await colleagueNames(
      ctx,
      rows.map(({ authorId }) => authorId),
    )
    return {
      rows: rows.map((note) => ({
        ...note,
        author: { id: note.authorId, name: names.get(note.authorId) ?? null },
        may: actsOn(ctx, note),
      })),
      next,
      total: await ctx.tx.prisma.note.count({ where }),
      mayWrite: may(ctx.ability, 'create', 'Note', { scopeIds: person.scopeIds }),
    }
  },
})
