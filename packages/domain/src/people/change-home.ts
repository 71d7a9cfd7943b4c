import { allow, find, reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed, notFound, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { endMembership } from './end-membership.ts'
import { insertMemberships } from './join-many.ts'
import { lockPeople } from './lock-people.ts'
import { openMemberships, type OpenMembership } from './open-memberships.ts'
import { acrossRegions } from './people.rules.ts'
import { changeHomeInput, done, type OpenState } from './people.schema.ts'
import { placesOf, type Place } from './places.ts'
import { assertNotHigher } from './stands-higher.ts'

/**
 * Makes another node the home: at once within a region; across regions only by somebody who may write at both ends (others will
 * offer a transfer). The state goes along; the old home ends, or stays as a further membership. Errors: NotFound, NotAllowed,
 * RuleBroken people.change-home.{same-node, archived, node-closed, across-regions, higher-role}. Source: PPL-2, PPL-4, IMP-6.
 */
export const changeHome = mutation({
  name: 'people.change-home',
  permission: { action: 'update', noun: 'Membership' },
  input: changeHomeInput,
  output: done,
  async run(ctx, { id, nodeId, keepOld, reason }) {
    await lockPeople(ctx, [id])
    await find(ctx, 'read', 'Person', id)
    const open = (await openMemberships(ctx, [id])).get(id) ?? []
    const old = open.find(({ isHome }) => isHome)
    if (!old) throw notFound('Membership')
    allow(ctx, 'update', 'Membership', old)
    const places = await placesOf(ctx, [old.nodeId, nodeId])
    const place = places.get(nodeId)!
    check(ctx, old, place)
    await assertNotHigher(ctx, id, 'people.change-home.higher-role')
    if (keepOld) await demote(ctx, old)
    else await endMembership(ctx, old, places.get(old.nodeId)!.today, reason)
    const further = open.find((membership) => membership.nodeId === nodeId)
    if (further) await promote(ctx, further, reason)
    else
      await insertMemberships(ctx, [
        {
          id: newId(ctx.at),
          personId: id,
          place,
          state: old.state as OpenState,
          joinedOn: place.today,
          isHome: true,
          reason,
        },
      ])
    return { id }
  },
})

function check(ctx: Context, old: OpenMembership, place: Place) {
  if (old.nodeId === place.id) throw ruleBroken('people.change-home.same-node')
  if (old.state === 'archived') throw ruleBroken('people.change-home.archived')
  if (place.state === 'closed') throw ruleBroken('people.change-home.node-closed', { node: place.name })
  if (reaches(ctx, 'create', 'Membership', place) && reaches(ctx, 'update', 'Membership', place)) return
  if (acrossRegions(old.scopeIds, place.scopeIds)) throw ruleBroken('people.change-home.across-regions')
  throw notAllowed('create', 'Membership')
}

const demote = (ctx: Context, membership: OpenMembership) => setHome(ctx, membership, false)
const promote = (ctx: Context, membership: OpenMembership, reason: string | null | undefined) =>
  setHome(ctx, membership, true, reason)

async function setHome(ctx: Context, membership: OpenMembership, isHome: boolean, reason?: string | null) {
  await ctx.tx.rows(sql`update membership set is_home = ${isHome} where id = ${membership.id}::uuid`)
  ctx.audit({
    noun: 'Membership',
    subjectId: membership.id,
    node: { id: membership.nodeId, scopeIds: membership.scopeIds },
    before: { isHome: !isHome },
    after: { isHome },
    person: { id: membership.personId },
    ...(reason && { reason }),
  })
}
