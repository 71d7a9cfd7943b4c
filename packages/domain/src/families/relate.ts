import { newId } from '@ministry/kernel/id'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findRelated, homeOf } from './family-row.ts'
import { rowFor, symmetric } from './families.rules.ts'
import { related, relateInput } from './families.schema.ts'

/** Writes down what somebody is to a person; said again, or from the other side, it is the same. Errors: NotFound; NotAllowed; RuleBroken `families.relate.oneself`. Source: PPL-7. */
export const relate = mutation({
  name: 'families.relate',
  permission: { action: 'create', noun: 'Household' },
  input: relateInput,
  output: related,
  async run(ctx, { personId, otherId, is }) {
    if (personId === otherId) throw ruleBroken('families.relate.oneself')
    const [person, other] = [await findRelated(ctx, personId), await findRelated(ctx, otherId)]
    const row = rowFor(personId, otherId, is)
    const present = await ctx.tx.prisma.relation.findFirst({
      // A merge may have left it the other way round.
      where: symmetric(is) ? { kind: row.kind, OR: [row, { aId: row.bId, bId: row.aId }] } : row,
    })
    if (present) return { id: present.id }
    const id = newId(ctx.at)
    await ctx.tx.prisma.relation.create({ data: { id, ...row, createdAt: ctx.at, createdBy: ctx.principal.personId } })
    for (const [one, relative] of [
      [person, otherId],
      [other, personId],
    ] as const)
      ctx.audit({
        noun: 'Household',
        subjectId: id,
        node: homeOf(one),
        after: { relation: row.kind },
        person: { id: one.id, after: { relative } },
      })
    return { id }
  },
})
