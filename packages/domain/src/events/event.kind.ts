/** The event, as a request that approvals decide. Source: APR-5, EVT-2. */
import { nodeKinds } from '@ministry/access'
import { sql } from '@ministry/db'
import { conflict, notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { eventRoute, type RequestKind } from '../approvals/index.ts'
import { findNode } from '../org/index.ts'
import { columnsOf, mayDraft } from './event-row.ts'
import { eventApproved } from './events.events.ts'
import { obstacleTo } from './events.rules.ts'
import { eventRequest } from './events.schema.ts'

/**
 * The event: who decides goes by the kind of place. What is signed is the whole draft; submitting (or editing) writes it into the
 * event. Checks: `events.draft.` `place-closed`, `ends-before-it-starts`, `nowhere`. Source: APR-5, ACS-1 (events).
 */
export const eventKind: RequestKind<typeof eventRequest> = {
  name: 'event',
  noun: 'Event',
  payload: eventRequest,
  route: eventRoute,
  facts: { place: nodeKinds.filter((kind) => kind !== 'Board') },
  banded: false,
  bulk: false,
  mayRequest(ctx, place) {
    return mayDraft(ctx, place) ? Promise.resolve() : Promise.reject(notAllowed('create', 'Event'))
  },
  async check(ctx, place, payload) {
    const { state } = await findNode(ctx, 'read', place.id)
    const obstacle = obstacleTo(payload)
    return [
      { code: 'events.draft.place-closed', passed: state === 'active' },
      { code: 'events.draft.ends-before-it-starts', passed: obstacle !== 'ends-before-it-starts' },
      { code: 'events.draft.nowhere', passed: obstacle !== 'nowhere' },
    ]
  },
  routing: (_ctx, { kind }) => Promise.resolve({ amount: null, facts: { place: kind }, concernedIds: [] }),
  summary: ({ name }) => ({ subject: name, amount: null, personId: null }),
  async submitted(ctx, { caseId, place, payload }) {
    const { id, ...details } = payload
    const columns = columnsOf(details)
    // Held, so that two who submit the same draft come one after the other.
    const [present] = await ctx.tx.rows<{ nodeId: string; caseId: string | null; approvedAt: Date | null }>(sql`
      select node_id as "nodeId", case_id as "caseId", approved_at as "approvedAt" from event where id = ${id}::uuid for update`)
    if (!present)
      await ctx.tx.prisma.event.create({
        data: {
          ...{ id, nodeId: place.id, personId: ctx.principal.personId, caseId, createdAt: ctx.at, updatedAt: ctx.at },
          ...columns,
        },
      })
    else {
      const { rows } = await ctx.tx.client.query<{ state: string }>('select state from approval_case where id = $1', [
        present.caseId,
      ])
      const elsewhere = present.caseId !== caseId && ['open', 'sent_back'].includes(rows[0]?.state ?? '')
      if (present.nodeId !== place.id || present.approvedAt || elsewhere) throw conflict('events.submit.asked-already')
      await ctx.tx.prisma.event.update({ where: { id }, data: { ...columns, caseId, updatedAt: ctx.at } })
    }
    ctx.audit({
      noun: 'Event',
      subjectId: id,
      node: { id: place.id, scopeIds: place.scopeIds },
      after: { ...details, caseId, state: 'awaiting' },
    })
  },
  async execute(ctx, { caseId, place, payload: { id, ...details } }) {
    const { name } = details
    // What stands from now on is what was signed, whatever the draft says by now.
    const { count } = await ctx.tx.prisma.event.updateMany({
      where: { id, caseId, approvedAt: null },
      data: { ...columnsOf(details), updatedAt: ctx.at, approvedAt: ctx.at },
    })
    if (count === 0) throw ruleBroken('events.submit.not-as-asked')
    ctx.audit({
      noun: 'Event',
      subjectId: id,
      node: { id: place.id, scopeIds: place.scopeIds },
      before: { state: 'awaiting' },
      after: { name, state: 'approved' },
    })
    ctx.emit(eventApproved.sendable({ eventId: id, caseId, nodeId: place.id }, { subject: `event:${id}` }))
  },
}
