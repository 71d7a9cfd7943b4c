import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { reaches } from '@ministry/access/scope'
import { mutation } from '../verb.ts'
import { casesOf, columnsOf, findEvent } from './event-row.ts'
import { obstacleTo } from './events.rules.ts'
import { changeEventInput, eventSaved } from './events.schema.ts'

/**
 * Changes a draft. What waits for approval is changed by an edit of its case, which starts again; what is approved stays as it was
 * approved. Errors: NotFound; NotAllowed; RuleBroken `events.change.` `awaiting`, `approved`, `events.draft.` as in create.
 * Source: EVT-1, APR-2 (an edit starts it again).
 */
export const change = mutation({
  name: 'events.change',
  permission: { action: 'update', noun: 'Event' },
  input: changeEventInput,
  output: eventSaved,
  async run(ctx, { id, ...details }) {
    const row = await findEvent(ctx, id)
    const place = { id: row.nodeId, scopeIds: row.scopeIds }
    if (!reaches(ctx, 'update', 'Event', place)) throw notAllowed('update', 'Event')
    if (row.approvedAt) throw ruleBroken('events.change.approved')
    const state = (await casesOf(ctx, [row])).get(row.caseId ?? '')?.state
    if (state === 'open' || state === 'sent_back') throw ruleBroken('events.change.awaiting')
    const obstacle = obstacleTo(details)
    if (obstacle) throw ruleBroken(`events.draft.${obstacle}`)
    const wanted = columnsOf(details)
    const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
      (name) => String(wanted[name]) !== String(row[name]),
    )
    if (changed.length === 0) return { id }
    await ctx.tx.prisma.event.update({ where: { id }, data: { ...wanted, updatedAt: ctx.at } })
    const only = (from: typeof wanted) => Object.fromEntries(changed.map((name) => [name, from[name]]))
    ctx.audit({ noun: 'Event', subjectId: id, node: place, before: only(row), after: only(wanted) })
    return { id }
  },
})
