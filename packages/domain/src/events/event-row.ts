/** Events as they are kept, and who may look at them before they are approved. */
import { reaches, scope } from '@ministry/access/scope'
import { sql, type Event } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { stateOf } from './events.rules.ts'
import type { EventRequest } from './events.schema.ts'

export interface CaseOfEvent {
  id: string
  state: string
  version: number
}
export type EventRow = Event

/**
 * Rows that may be read: what is approved by whoever reads events there, drafts only by those who work on events, and by whoever
 * drafted them. Members see no drafts. Source: ACS-1 (events).
 */
export const readable = (ctx: Context): object => ({
  AND: [
    { OR: [scope(ctx, 'read', 'Event'), { personId: ctx.principal.personId }] },
    {
      OR: [{ approvedAt: { not: null } }, scope(ctx, 'update', 'Event'), { personId: ctx.principal.personId }],
    },
  ],
})

/** The event, if it may be seen. Throws NotFound. */
export async function findEvent(ctx: Context, id: string): Promise<EventRow> {
  const row = await ctx.tx.prisma.event.findFirst({ where: { AND: [{ id }, readable(ctx)] } })
  if (!row) throw notFound('Event')
  return row
}

/** Whether whoever asks may draft events at this place. Who only helps with events that others plan may not. Source: ACS-2. */
export const mayDraft = (ctx: Context, place: { id: string; scopeIds: readonly string[] }): boolean =>
  reaches(ctx, 'create', 'Event', place)

/** The cases of these events, as far as the reader may read them. */
export async function casesOf({ tx }: Context, rows: readonly EventRow[]): Promise<Map<string, CaseOfEvent>> {
  const ids = rows.flatMap(({ caseId }) => caseId ?? [])
  if (ids.length === 0) return new Map()
  const cases = await tx.rows<CaseOfEvent>(
    sql`select id, state, version from approval_case where id = any (${ids}::uuid[])`,
  )
  return new Map(cases.map((one) => [one.id, one]))
}

/** An event as pages show it. */
export function viewOf(row: EventRow, node: { id: string; name: string; kind: string }, of: CaseOfEvent | null) {
  return { ...row, node, case: of, state: stateOf(row.approvedAt, of?.state ?? null) }
}

/** The columns that a draft and a request say. */
export const columnsOf = ({ startsAt, endsAt, ...details }: Omit<EventRequest, 'id'>) => {
  const { name, timeZone, place, link, description, expectedPeople, budget } = details
  return {
    ...{ name, timeZone, place, link, description, expectedPeople, budget },
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
  }
}
