/** Lists for people who see only some of the people at a place: themselves, consenting fellow members, pre-graduates. */
import { scope } from '@ministry/access/scope'
import type { Prisma } from '@ministry/db'
import type { Context } from '../context.ts'
import { homeNames } from './home-names.ts'
import type { Found, Question } from './list-page.ts'
import { openStates, type PeopleFilter } from './people.schema.ts'
import { fieldsOf, lineOf, readableOf, readingAll, toLine } from './person-line.ts'

/**
 * Exactly the people whom the caller may see at the place, through the ability's own filter. A chip looks only at people of whom
 * the caller may read the field that it asks about: filters tell no more than pages. Source: ACS-3.
 */
export async function listFew(ctx: Context, { place, filter, take, behind: last }: Question): Promise<Found> {
  const visible = scope(ctx, 'read', 'Person')
  const asked = scope({ ...ctx, ability: readingAll(ctx, fieldsOf(filter)) }, 'read', 'Person')
  const where = { AND: [visible, asked, ...conditionsOf(ctx, place.id, filter)] } as Prisma.PersonWhereInput
  const behind: Prisma.PersonWhereInput = last
    ? { OR: [{ sortName: { gt: last.sortName } }, { sortName: last.sortName, id: { gt: last.id } }] }
    : {}
  const people = await ctx.tx.prisma.person.findMany({
    where: { AND: [where, behind] },
    orderBy: [{ sortName: 'asc' }, { id: 'asc' }],
    take: take + 1,
  })
  const whole = !last && people.length <= take
  const total = whole ? people.length : await ctx.tx.prisma.person.count({ where })
  const homes = await homeNames(ctx, people)
  const rows = people.map((person) => ({
    line: toLine(lineOf(person, homes), readableOf(ctx, person)),
    sortName: person.sortName,
  }))
  return { rows, total }
}

function conditionsOf(ctx: Context, nodeId: string, filter: PeopleFilter): object[] {
  const { states = [...openStates], directOnly, genders, graduation, doNotContact, joinedSince } = filter
  const membership = { leftOn: null, ...(joinedSince && { joinedOn: { gte: `${joinedSince}T00:00:00Z` } }) }
  const here = directOnly ? { nodeId } : { scopeIds: { has: nodeId } }
  return [
    { scopeIds: { has: nodeId }, state: { in: states } },
    ...(genders ? [{ gender: { in: genders } }] : []),
    ...(graduation?.from === undefined ? [] : [{ expectedGraduation: { gte: String(graduation.from) } }]),
    ...(graduation?.to === undefined ? [] : [{ expectedGraduation: { lt: String(graduation.to + 1) } }]),
    ...(doNotContact === undefined ? [] : [{ doNotContact }]),
    ...(directOnly || joinedSince
      ? [{ memberships: { some: { AND: [scope(ctx, 'read', 'Membership'), membership, here] } } }]
      : []),
  ]
}
