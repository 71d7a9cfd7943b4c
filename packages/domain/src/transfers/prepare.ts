import { find } from '@ministry/access/scope'
import { reaches, scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { rolesBelow } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { openMemberships, type OpenMembership, type PersonRow } from '../people/index.ts'
import { query } from '../verb.ts'
import { viewsOf } from './transfer-row.ts'
import { prepareInput, prepareOutput } from './transfers.schema.ts'

/** The place of a membership, as scopes know it. */
export const placeOf = ({ nodeId, scopeIds }: OpenMembership) => ({ id: nodeId, scopeIds })

/** Places of other regions of the same movement that could take somebody. */
export const targetsFor = async (ctx: Context, home: OpenMembership) =>
  (
    await ctx.tx.rows<{
      id: string
      name: string
      kind: string
      regionId: string
      region: string
      movementId: string
    }>(sql`
      select t.id, t.name, t.kind, t.region_id as "regionId", t.region from app.transfer_targets() t`)
  ).filter(({ regionId }) => regionId !== home.scopeIds[1])

/**
 * What an offer of this person to another region would mean: where they could go, which roles and memberships would end; and the offer
 * that stands. Errors: NotFound. Source: PPL-4.
 */
export const prepare = query({
  name: 'transfers.prepare',
  permission: { action: 'read', noun: 'Transfer' },
  input: prepareInput,
  output: prepareOutput,
  async run(ctx, { personId }) {
    await find<PersonRow>(ctx, 'read', 'Person', personId)
    const memberships = (await openMemberships(ctx, [personId])).get(personId) ?? []
    const home = memberships.find(({ isHome }) => isHome)
    const standing = await ctx.tx.prisma.transfer.findFirst({
      // From a home that the person has left since, it is replaced by the next.
      where: {
        AND: [{ personId, state: 'open', ...(home && { fromNodeId: home.nodeId }) }, scope(ctx, 'read', 'Transfer')],
      },
    })
    const [open = null] = await viewsOf(ctx, standing ? [standing] : [])
    const region = home?.scopeIds[1]
    const mayOffer =
      home !== undefined &&
      region !== undefined &&
      home.state !== 'archived' &&
      reaches(ctx, 'create', 'Transfer', placeOf(home))
    if (!mayOffer || open) return { mayOffer: mayOffer && !open, open, targets: [], roles: [], memberships: [] }
    const further = memberships.filter(({ isHome, scopeIds }) => !isHome && scopeIds.includes(region))
    const names = await ctx.tx.prisma.orgNode.findMany({
      where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: further.map(({ nodeId }) => nodeId) } }] },
      select: { id: true, name: true },
    })
    return {
      mayOffer,
      open,
      targets: await targetsFor(ctx, home),
      roles: await rolesBelow(ctx, personId, region),
      memberships: names.map(({ id, name }) => ({ id, place: name })),
    }
  },
})
