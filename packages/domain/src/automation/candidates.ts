/** Who may have something due: found by indexes that hold few rows, never by looking at everybody. */
import { sql, empty, type Sql } from '@ministry/db'
import { addMonths } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import { latestToday, type DueGraduations, type SweepPlan } from './sweep-plan.ts'

/** What a sweep looks through, one after the other. */
export const searches = ['series', 'pre-graduates', 'graduates', 'silent'] as const
export type Search = (typeof searches)[number]

export interface Page {
  /** Behind whom to go on; the order is that of identifiers. */
  after?: string | undefined
  take: number
  /** Only people whose home is at this node or below. */
  below?: string | undefined
  ahead?: number
}

/** The next people whom the search finds, in the order of their identifiers. One statement. */
export async function candidates(ctx: Context, search: Search, plan: SweepPlan, page: Page): Promise<string[]> {
  ctx.asked('read', 'Person')
  const { after, take, below } = page
  const here = sql`${after === undefined ? empty : sql`and p.id > ${after}::uuid`}
                   ${below === undefined ? empty : sql`and p.home_ids @> array[${below}::uuid]`}`
  const rows = await ctx.tx.rows<{ id: string }>(
    sql`select distinct p.id from ${found[search](ctx, plan, page)} ${here} order by p.id limit ${take}`,
  )
  return rows.map(({ id }) => id)
}

const found: Record<Search, (ctx: Context, plan: SweepPlan, page: Page) => Sql> = {
  // A series is looked at once for each of its days: its mails are counted against the days that have come.
  series: (ctx, { goingOn, seriesDays, daysToObject }, { ahead = 0 }) => sql`
    automation_enrolment e join person p on p.id = e.person_id
     where e.ended_at is null
       and p.home_node_id = any (case e.automation when 'welcome' then ${goingOn.welcome}::uuid[] when 'alumni' then ${goingOn.alumni}::uuid[]
                                                   else ${goingOn['re-engage']}::uuid[] end)
       and case when e.automation = 'alumni' then e.occurrence is distinct from p.expected_graduation or p.state not in ('member', 'pre_graduate', 'inactive')
                                                  or e.started_on + ${daysToObject}::int <= ${latestToday(ctx, ahead)}::date
                                                  or exists (select from automation_go_ahead g where g.person_id = e.person_id and g.occurrence = e.occurrence and g.now)
                else (select count(*) from automation_act a where a.person_id = e.person_id and a.automation = e.automation
                                                              and a.occurrence = e.occurrence and a.step like 'mail-%')
                     < (select count(*) from unnest(${seriesDays}::int[]) d where e.started_on + d <= ${latestToday(ctx, ahead)}::date) end`,
  'pre-graduates': (ctx, { preGraduates }, { ahead = 0 }) => sql`
    ${graduating(preGraduates)}
     where p.state = 'member' and p.expected_graduation >= ${latestToday(ctx).slice(0, 4)} and p.expected_graduation <= ${furthest(ctx, preGraduates, ahead)}
       and ${isDue}
       and not exists (select from automation_act a where a.person_id = p.id and a.automation = 'pre-graduate' and a.occurrence = p.expected_graduation
                                                      and a.step = 'state')`,
  graduates: (ctx, { graduates }, { ahead = 0 }) => sql`
    ${graduating(graduates)}
     where p.state in ('member', 'pre_graduate', 'inactive') and p.expected_graduation >= ${addMonths(latestToday(ctx), -13).slice(0, 4)}
       and p.expected_graduation <= ${furthest(ctx, graduates, ahead)} and ${isDue}
       and not exists (select from automation_enrolment e where e.person_id = p.id and e.automation = 'alumni' and e.occurrence = p.expected_graduation)`,
  silent: (_ctx, { silent }) => sql`
    sign_of_life s join person p on p.id = s.person_id
      join unnest(${silent.map(({ nodeId }) => nodeId)}::uuid[], ${silent.map(({ since }) => since)}::date[]) as n(id, since) on n.id = p.home_node_id
     where s.recurring_at is not null and s.settled_at is distinct from s.last_at
       and s.last_at < ${
         silent
           .map(({ since }) => since)
           .toSorted()
           .at(-1) ?? '1900-01-01'
       }::date + 2
       and s.last_at < n.since + 2 and p.state in ('visitor', 'member', 'pre_graduate') and not p.do_not_contact`,
}

const graduating = (due: readonly DueGraduations[]) => sql`
  person p join unnest(${due.map(({ nodeId }) => nodeId)}::uuid[], ${due.map(({ upTo }) => upTo)}::text[], ${due.map(({ years }) => years.join(' '))}::text[])
    as n(id, up_to, years) on n.id = p.home_node_id`
const isDue = sql`case when length(p.expected_graduation) = 7 then p.expected_graduation <= n.up_to
                       else p.expected_graduation = any (string_to_array(n.years, ' ')) end`
const furthest = (ctx: Context, due: readonly DueGraduations[], ahead: number) =>
  [latestToday(ctx, ahead).slice(0, 4), ...due.flatMap(({ upTo, years }) => [upTo, ...years])].toSorted().at(-1)!
