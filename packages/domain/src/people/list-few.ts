/** Lists for people who see only some of the people at a place: themselves, consenting fellow members, pre-graduates. */
import { scope } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import { fieldsAsked } from './filter.rules.ts'
import { listFiltered } from './list-filtered.ts'
import type { Found, Question } from './list-page.ts'
import { readableOf, readingAll } from './person-line.ts'

/**
 * Exactly the people whom the caller may see at the place, through the ability's own filter. A filter or an order looks only at
 * people of whom the caller may read the fields that it asks about: lists tell no more than pages. Source: ACS-3.
 */
export async function listFew(ctx: Context, question: Question): Promise<Found> {
  const { place, filter, order, fields } = question
  const visible = scope(ctx, 'read', 'Person')
  const asked = scope({ ...ctx, ability: readingAll(ctx, fieldsAsked(filter, order.by, fields)) }, 'read', 'Person')
  const among = await ctx.tx.prisma.person.findMany({
    where: { AND: [visible, asked, { scopeIds: { has: place.id } }] },
    select: { id: true },
  })
  return listFiltered(
    ctx,
    question,
    (row) => readableOf(ctx, { ...row, state: row.homeState }),
    among.map(({ id }) => id),
  )
}
