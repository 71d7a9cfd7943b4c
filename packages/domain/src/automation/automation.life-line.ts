import { sql } from '@ministry/db'
import type { LifeLineSource } from '../life-line.ts'

/** What automations did, began and were asked to leave, for whoever reads when the person graduates. Source: AUT, PPL-3. */
export const automationsOfLife: LifeLineSource = {
  key: 'automation.acts',
  entries: (_ctx, { id, own, readable }) =>
    own || readable.has('expectedGraduation')
      ? sql`
    select 'act:' || a.id as id, a.at, false as whole_day, 'automation.' || a.automation || '.' || a.step || '.' || a.state as kind,
           jsonb_strip_nulls(jsonb_build_object('reason', a.reason, 'expected', case when a.automation in ('pre-graduate', 'alumni') then a.occurrence end,
                                                'since', case when a.automation = 're-engage' then a.occurrence end)) || a.values as values
      from automation_act a
     where a.person_id = ${id}::uuid
       -- Where the reader sees the mail itself, with what became of it, that says more.
       and not (a.state = 'done' and a.step like 'mail-%' and exists (
             select from outgoing_mail o where o.dedupe_key = concat_ws(':', 'automation', a.person_id, a.automation, a.occurrence, a.step)))
    union all
    select 'series:' || e.id, e.started_at - interval '1 millisecond', false, 'automation.welcome.begun', jsonb_build_object('origin', e.origin)
      from automation_enrolment e where e.person_id = ${id}::uuid and e.automation = 'welcome'
    union all
    select 'hold:' || h.id, h.since, false, case when h.until is null then 'automation.paused' else 'automation.postponed' end,
           jsonb_strip_nulls(jsonb_build_object('automation', h.automation, 'until', h.until, 'reason', h.reason, 'by', p.name))
      from automation_hold h left join person p on p.id = h.by_person where h.person_id = ${id}::uuid
    union all
    select 'hold-end:' || h.id, h.lifted_at, false, 'automation.resumed', jsonb_strip_nulls(jsonb_build_object('automation', h.automation, 'by', p.name))
      from automation_hold h left join person p on p.id = h.lifted_by where h.person_id = ${id}::uuid and h.lifted_at is not null
    union all
    select 'word:' || g.id, g.at, false, case when g.now then 'automation.hurried' else 'automation.network-chosen' end,
           jsonb_strip_nulls(jsonb_build_object('network', n.name, 'by', p.name))
      from automation_go_ahead g left join org_node n on n.id = g.network_id left join person p on p.id = g.by_person where g.person_id = ${id}::uuid`
      : null,
}
