import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { findNode } from '../org/index.ts'
import { mutation } from '../verb.ts'
import { columnsOf, mayDraft } from './event-row.ts'
import { obstacleTo } from './events.rules.ts'
import { createEventInput, eventSaved } from './events.schema.ts'

/**
 * Drafts an event at a node; once, however often it is asked. Errors: NotFound node; NotAllowed; RuleBroken `events.draft.`
 * `ends-before-it-starts`, `nowhere`, `place-closed`. Source: EVT-1.
 */
export const create = mutation({
  name: 'events.create',
  permission: { action: 'create', noun: 'Event' },
  input: createEventInput,
  output: eventSaved,
  async run(ctx, { id, nodeId, ...details }) {
    const node = await findNode(ctx, 'read', nodeId)
    if (!mayDraft(ctx, node)) throw notAllowed('create', 'Event')
    if (node.state !== 'active') throw ruleBroken('events.draft.place-closed')
    const obstacle = obstacleTo(details)
    if (obstacle) throw ruleBroken(`events.draft.${obstacle}`)
    const own = { id, nodeId, personId: ctx.principal.personId }
    if (await ctx.tx.prisma.event.findFirst({ where: own })) return { id }
    await ctx.tx.prisma.event.create({
      data: { ...own, ...columnsOf(details), createdAt: ctx.at, updatedAt: ctx.at },
    })
    ctx.audit({ noun: 'Event', subjectId: id, node, after: { ...details, state: 'draft' } })
    return { id }
  },
})
