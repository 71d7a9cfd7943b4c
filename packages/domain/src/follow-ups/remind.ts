import { sql } from '@ministry/db'
import { dateIn } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { assertSystem } from '../acting.ts'
import type { Context } from '../context.ts'
import { notifyAll } from '../notify.ts'
import { mutation } from '../verb.ts'

/** Of one movement in one transaction; the rest with the next hour. */
const MOST = 2000

interface Due {
  id: string
  personId: string
  assigneeId: string
  nodeId: string
  wantedOn: string
  timeZone: string | null
}

/**
 * Tells assignees of a movement what is wanted today, by the clock of the person's home, each once. Only the workflow calls it.
 * Errors: NotAllowed. Source: PPL-6, MSG-3.
 */
export const remind = mutation({
  name: 'follow-ups.remind',
  permission: { action: 'update', noun: 'FollowUp' },
  input: z.object({ movementId: id() }),
  output: z.object({ told: z.number().int() }),
  async run(ctx, { movementId }) {
    assertSystem(ctx)
    ctx.asked('update', 'FollowUp')
    const due = (await wanted(ctx, movementId)).filter(
      ({ wantedOn, timeZone }) => wantedOn <= dateIn(ctx.at, timeZone ?? 'UTC'),
    )
    if (due.length === 0) return { told: 0 }
    await notifyAll(
      ctx,
      due.map((one) => ({
        ...{ personId: one.assigneeId, kind: 'follow-up-due' as const, nodeId: one.nodeId, aboutId: one.personId },
        dedupeKey: `follow-up-due:${one.id}:${one.wantedOn}:${one.assigneeId}`,
      })),
    )
    await ctx.tx.rows(
      sql`update follow_up set told_on = wanted_on where id = any (${due.map((one) => one.id)}::uuid[])`,
    )
    ctx.audit({ noun: 'FollowUp', node: { id: movementId, scopeIds: [movementId] }, after: { reminded: due.length } })
    return { told: due.length }
  },
})

/** Days begin up to 14 hours before they do by UTC. */
const wanted = ({ tx, at }: Context, movementId: string) =>
  tx.rows<Due>(sql`
    select f.id, f.person_id as "personId", f.assignee_id as "assigneeId", p.home_node_id as "nodeId", f.wanted_on::text as "wantedOn",
           (select a.time_zone from org_node a where a.id = any (p.home_ids) and a.time_zone is not null order by a.depth desc limit 1) as "timeZone"
      from follow_up f join person p on p.id = f.person_id
     where f.state = 'open' and f.assignee_id is not null and f.wanted_on <= ${dateIn(at, 'Etc/GMT-14')}::date and f.told_on is distinct from f.wanted_on
       and p.state <> 'archived' and f.scope_ids @> array[${movementId}::uuid]
     order by f.wanted_on, f.id limit ${MOST}`)
