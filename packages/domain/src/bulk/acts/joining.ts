/** Many joined to a group or another place. Source: PPL-2, PPL-3. */
import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import type { MinistryError } from '@ministry/kernel/errors'
import { ruleBroken } from '@ministry/kernel/errors'
import { assertReaches, checkJoinings, joinMany, openMemberships, placesOf, readPeople } from '../../people/index.ts'
import type { Act, Fate, What } from '../act.ts'
import type { LeftReason, SparedReason } from '../bulk.schema.ts'

const reasonOf = ({ kind }: MinistryError): LeftReason =>
  kind === 'NotFound' ? 'gone' : kind === 'NotAllowed' ? 'not-yours' : 'archived'
const joiningsOf = ({ nodeId, state, joinedOn }: What<'join'>, ids: readonly string[]) =>
  ids.map((personId) => ({ personId, nodeId, state, joinedOn }))

export const joining: Act<What<'join'>> = {
  async check(ctx, { nodeId, joinedOn }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    assertReaches(ctx, 'create', 'Membership', place)
    if (place.state === 'closed') throw ruleBroken('people.join-node.node-closed', { node: place.name })
    if (joinedOn && joinedOn > place.today) throw ruleBroken('people.join-node.in-future')
  },
  async plan(ctx, what, ids) {
    const checked = await checkJoinings(ctx, joiningsOf(what, ids))
    return new Map(
      ids.map((id, i): [string, Fate] => {
        const one = checked[i]!
        if ('error' in one) return [id, reasonOf(one.error)]
        return [id, one.open ? 'same' : 'do']
      }),
    )
  },
  async write(ctx, what, ids) {
    const made = await joinMany(ctx, joiningsOf(what, ids))
    return new Map(ids.flatMap((id, i) => (made[i] ? [[id, made[i]] as const] : [])))
  },
  /** As if they had never joined: the membership goes with its state. Once moved, ended, changed or built upon it stays. */
  async undo(ctx, { nodeId }, bulkId, rows) {
    const ids = rows.map(({ personId }) => personId)
    const people = await readPeople(ctx, ids)
    const memberships = await openMemberships(ctx, ids)
    const spared = new Map<string, SparedReason>()
    for (const { personId, madeId } of rows) {
      const membership = memberships.get(personId)?.find(({ id }) => id === madeId)
      if (!people.has(personId)) spared.set(personId, 'gone')
      else if (!membership) spared.set(personId, 'moved')
      else if (!may(ctx.ability, 'end', 'Membership', membership)) spared.set(personId, 'not-yours')
    }
    const asked = ids.filter((id) => !spared.has(id))
    const kept = await ctx.tx.rows<{ personId: string; spared: SparedReason }>(sql`
      select person_id as "personId", spared from app.take_back_joined(${bulkId}::uuid, ${asked}::uuid[])`)
    for (const { personId, spared: why } of kept) spared.set(personId, why)
    for (const { personId, madeId } of rows) {
      if (spared.has(personId)) continue
      const { state, joinedOn, scopeIds } = memberships.get(personId)!.find(({ id }) => id === madeId)!
      ctx.audit({
        noun: 'Membership',
        subjectId: madeId!,
        node: { id: nodeId, scopeIds },
        before: { nodeId, state, joinedOn },
        after: { takenBack: bulkId },
        person: { id: personId },
      })
    }
    return spared
  },
}
