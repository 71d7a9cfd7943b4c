import { notFound } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findRelated, homeOf } from './family-row.ts'
import { related, unrelateInput } from './families.schema.ts'

/** Takes a relation away. Errors: NotFound; NotAllowed. Source: PPL-7. */
export const unrelate = mutation({
  name: 'families.unrelate',
  permission: { action: 'update', noun: 'Household' },
  input: unrelateInput,
  output: related,
  async run(ctx, { id }) {
    const row = await ctx.tx.prisma.relation.findFirst({ where: { id } })
    if (!row) throw notFound('Household')
    const both = [await findRelated(ctx, row.aId), await findRelated(ctx, row.bId)]
    await ctx.tx.prisma.relation.deleteMany({ where: { id } })
    for (const one of both)
      ctx.audit({
        ...{
          noun: 'Household',
          subjectId: id,
          node: homeOf(one),
          before: { relation: row.kind },
          after: { removed: true },
        },
        person: { id: one.id, before: { relative: one.id === row.aId ? row.bId : row.aId } },
      })
    return { id }
  },
})
