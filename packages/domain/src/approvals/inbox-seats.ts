/** The seats that wait for somebody: the one question behind inbox, badge and filters. Source: APR-8. */
import { seatsHeld } from '@ministry/access'
import { empty, join, sql, type Sql } from '@ministry/db'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import type { inboxInput } from './approvals.schema.ts'

export type InboxFilter = Partial<Pick<z.output<typeof inboxInput>, 'kind' | 'nodeId' | 'overdue' | 'as'>>
export interface WaitingSeat {
  id: string
  caseId: string
  kind: string
  act: 'endorse' | 'decide'
  openedAt: Date
  dueAt: Date
  /** Whose say it would be; null: one's own. */
  forId: string | null
}
/** At most `take` of each seat, the most urgent first. */
interface Page {
  after: { instant: Date; id: string } | undefined
  take: number
}

/**
 * Selects the open seats that the caller may answer: theirs and of those whose deputy they are, and turns that were given to them;
 * none of requests that they asked for or that are about them or the absent one, and none where the say was heard. Without a page all
 * of them, in no order: to be counted.
 */
export function waitingSeats(ctx: Context, filter: InboxFilter, page?: Page): Sql {
  const me = ctx.principal.personId
  const keys = new Map<string, string>()
  // One's own seat goes before the same one of somebody absent.
  for (const { key, holderId } of seatsHeld(ctx.principal, ctx.at)) if (!keys.has(key)) keys.set(key, holderId)
  const held = [...keys].filter(([, holderId]) => !filter.as || (filter.as === 'own') === (holderId === me))
  const rest = join(
    [
      filters(ctx, filter),
      page?.after ? sql`and (s.due_at, s.id) > (${page.after.instant}, ${page.after.id}::uuid)` : empty,
    ],
    ' ',
  )
  const columns = sql`s.id, s.case_id as "caseId", s.kind, s.act, s.opened_at as "openedAt", s.due_at as "dueAt"`
  const ordered = page ? sql`order by s.due_at, s.id limit ${page.take}` : empty
  const given = sql`
    select ${columns}, case when s.because -> -1 ->> 'code' = 'reassigned' then null else s.assigned_by end as "forId"
      from approval_seat s
     where s.state = 'open' and s.assigned_to = ${me}::uuid and not s.excluded_ids @> array[${me}::uuid]
       and not exists (select from approval_vote v where v.case_id = s.case_id and v.revision = s.revision and v.person_id = ${me}::uuid)
       ${rest}
     ${ordered}`
  const seated = sql`
    select w.* from unnest(${held.map(([key]) => key)}::text[], ${held.map(([, holderId]) => holderId)}::uuid[]) mine(key, holder)
     cross join lateral (
      select ${columns}, nullif(mine.holder, ${me}::uuid) as "forId"
        from approval_seat s
       where s.state = 'open' and s.assigned_to is null and s.seat_key = mine.key
         and not s.excluded_ids && array[${me}::uuid, mine.holder]
         and not exists (select from approval_vote v where v.case_id = s.case_id and v.revision = s.revision
                            and (v.person_id = ${me}::uuid or coalesce(v.for_person_id, v.person_id) = mine.holder))
         ${rest}
       ${ordered}) w`
  return filter.as === 'own' ? seated : sql`(${seated}) union all (${given})`
}

const filters = (ctx: Context, { kind, nodeId, overdue }: InboxFilter): Sql =>
  join(
    [
      kind === undefined ? empty : sql`and s.kind = ${kind}`,
      nodeId === undefined ? empty : sql`and s.scope_ids @> array[${nodeId}::uuid]`,
      overdue === undefined ? empty : overdue ? sql`and s.due_at <= ${ctx.at}` : sql`and s.due_at > ${ctx.at}`,
    ],
    ' ',
  )
