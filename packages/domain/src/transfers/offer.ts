import { allow, find, reaches } from '@ministry/access/scope'
import { sql, type Transfer } from '@ministry/db'
import { conflict, notAllowed, notFound, ruleBroken } from '@ministry/kernel/errors'
import { inMovement } from '../acting.ts'
import { seatsThatMay } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'
import { lockPeople, openMemberships, standingHigher, type OpenMembership, type PersonRow } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { placeOf, targetsFor } from './prepare.ts'
import { endOffer } from './transfer-row.ts'
import { OFFER_DAYS, offered, offerInput } from './transfers.schema.ts'

/**
 * Offers a person to a place of another region, for two weeks; nothing changes until it is accepted there. Once, however often it is
 * asked; what was offered from a home that the person has left since ends as void. Errors: NotFound; NotAllowed; Conflict `transfers.offer.open-already`; RuleBroken `transfers.offer.` `archived`, `same-region`,
 * `higher-role`. Source: PPL-4.
 */
export const offer = mutation({
  name: 'transfers.offer',
  permission: { action: 'create', noun: 'Transfer' },
  input: offerInput,
  output: offered,
  async run(ctx, { id, personId, toNodeId, message, withNotes }) {
    await lockPeople(ctx, [personId])
    await find<PersonRow>(ctx, 'read', 'Person', personId)
    const home = (await openMemberships(ctx, [personId])).get(personId)?.find(({ isHome }) => isHome)
    if (!home) throw notFound('Membership')
    allow(ctx, 'update', 'Membership', home)
    if (!reaches(ctx, 'create', 'Transfer', placeOf(home))) throw notAllowed('create', 'Transfer')
    if (home.state === 'archived') throw ruleBroken('transfers.offer.archived')
    const standing = await standingOffer(ctx, home)
    if (standing?.id === id) return { id }
    if (standing?.fromNodeId === home.nodeId) throw conflict('transfers.offer.open-already')
    const target = (await targetsFor(ctx, home)).find((place) => place.id === toNodeId)
    if (!target)
      throw home.scopeIds.includes(toNodeId) ? ruleBroken('transfers.offer.same-region') : notFound('OrgNode')
    if ((await standingHigher(ctx, [personId])).has(personId)) throw ruleBroken('transfers.offer.higher-role')
    if (standing) await endStale(ctx, standing)
    const expiresAt = new Date(ctx.at.getTime() + OFFER_DAYS * 86_400_000)
    await ctx.tx.prisma.transfer.create({
      data: {
        ...{ id, personId, fromNodeId: home.nodeId, toNodeId, message, withNotes, expiresAt },
        ...{ offeredBy: ctx.principal.personId, offeredAt: ctx.at },
      },
    })
    ctx.audit({
      noun: 'Transfer',
      subjectId: id,
      node: placeOf(home),
      after: { toNodeId, expiresAt, withNotes },
      person: { id: personId, after: { message } },
    })
    await tellReceivers(ctx, id, toNodeId, 'transfer-offered')
    return { id }
  },
})

/** The open offer of the person, whoever has made it: of a former home it may lie out of sight. */
const standingOffer = (ctx: Context, { personId, scopeIds }: OpenMembership): Promise<Transfer | null> =>
  inMovement(ctx, scopeIds[0]!, 'transfer:standing', ({ tx }) =>
    tx.prisma.transfer.findFirst({ where: { personId, state: 'open' } }),
  )
/** An offer from a home that the person has no more can't be kept by anybody. */
const endStale = (ctx: Context, standing: Transfer): Promise<void> =>
  inMovement(ctx, standing.fromIds[0]!, `transfer:${standing.id}`, (power) => endOffer(power, standing, 'void'))

/** Tells those who answer offers at the place, or the nearest above where somebody does. */
export async function tellReceivers(
  ctx: Context,
  offerId: string,
  nodeId: string,
  kind: 'transfer-offered' | 'transfer-withdrawn',
) {
  const { roles, networks } = seatsThatMay('update', 'Transfer')
  const receivers = await ctx.tx.rows<{ personId: string }>(sql`
    select person_id as "personId" from app.transfer_receivers(${offerId}::uuid, ${roles}::text[], ${networks}::text[], ${ctx.at})`)
  await notifyAll(
    ctx,
    receivers.map(({ personId }) => ({
      personId,
      kind,
      nodeId,
      aboutId: offerId,
      dedupeKey: `${kind}:${offerId}:${personId}`,
    })),
  )
}
