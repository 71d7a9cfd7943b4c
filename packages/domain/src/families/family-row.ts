import { reaches } from '@ministry/access/scope'
import { find, scope } from '@ministry/access/scope'
import { may } from '@ministry/access'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { PersonRow } from '../people/index.ts'

/** Somebody whose family the caller may write down. Throws NotFound, NotAllowed. */
export async function findRelated(ctx: Context, personId: string): Promise<PersonRow> {
  const person = await find<PersonRow>(ctx, 'read', 'Person', personId)
  if (!mayWrite(ctx, person)) throw notAllowed('update', 'Household')
  return person
}

/** Whether the caller may write down the family of a person with these places. */
export const mayWrite = ({ ability }: Context, { scopeIds }: Pick<PersonRow, 'scopeIds'>): boolean =>
  may(ability, 'update', 'Household', { scopeIds })

/** Whether families are shown to whoever asks, of people with these places. */
export const seesFamily = (ctx: Context, { scopeIds }: Pick<PersonRow, 'scopeIds'>): boolean =>
  reaches(ctx, 'read', 'Household', { id: scopeIds.at(-1) ?? '', scopeIds })

/** Those of the people whom the reader may read, with their families, by id. */
export async function readableRelatives(ctx: Context, ids: readonly string[]): Promise<Map<string, PersonRow>> {
  const found = (await ctx.tx.prisma.person.findMany({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: [...ids] } }] },
  })) as unknown as PersonRow[]
  return new Map(found.filter((person) => seesFamily(ctx, person)).map((person) => [person.id, person]))
}

/** The household with its members that the reader may read, if there is one. Throws NotFound. */
export async function findHousehold(ctx: Context, id: string) {
  const household = await ctx.tx.prisma.household.findFirst({ where: { id }, include: { members: true } })
  const people = await readableRelatives(ctx, household?.members.map(({ personId }) => personId) ?? [])
  if (!household || people.size === 0) throw notFound('Household')
  return { household, members: household.members.filter(({ personId }) => people.has(personId)), people }
}

/** The place of an audit entry. */
export const homeOf = ({ homeNodeId, homeIds }: PersonRow) =>
  homeNodeId ? { id: homeNodeId, scopeIds: homeIds } : undefined
