-- What automations have begun, done and left out for people; what comes next is computed from it (AUT-1 to AUT-4).
CREATE TABLE "automation_enrolment" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "automation" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "started_on" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "automation_enrolment_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "automation_act" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "automation" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "values" JSONB NOT NULL DEFAULT '{}',
    "on_day" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "node_id" UUID NOT NULL,

    CONSTRAINT "automation_act_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "automation_hold" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "automation" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" DATE,
    "reason" TEXT,
    "by_person" UUID NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" UUID,

    CONSTRAINT "automation_hold_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "automation_setting" (
    "node_id" UUID NOT NULL,
    "automation" TEXT NOT NULL,
    "enabled" BOOLEAN,
    "numbers" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" UUID NOT NULL,

    CONSTRAINT "automation_setting_pkey" PRIMARY KEY ("node_id","automation")
);
CREATE TABLE "sign_of_life" (
    "person_id" UUID NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "recurring_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_of_life_pkey" PRIMARY KEY ("person_id")
);
CREATE TABLE "sign_watermark" (
    "id" TEXT NOT NULL,
    "gathered" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_watermark_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "automation_enrolment_person_id_automation_occurrence_key" ON "automation_enrolment"("person_id", "automation", "occurrence");
CREATE UNIQUE INDEX "automation_act_person_id_automation_occurrence_step_key" ON "automation_act"("person_id", "automation", "occurrence", "step");
CREATE INDEX "automation_hold_person_id_automation_idx" ON "automation_hold"("person_id", "automation");

ALTER TABLE "automation_enrolment" ADD CONSTRAINT "automation_enrolment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "automation_act" ADD CONSTRAINT "automation_act_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "automation_hold" ADD CONSTRAINT "automation_hold_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "automation_setting" ADD CONSTRAINT "automation_setting_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sign_of_life" ADD CONSTRAINT "sign_of_life_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table automation_enrolment add constraint automation_enrolment_automation_known check (automation in ('welcome', 'pre-graduate', 'alumni', 're-engage'));
alter table automation_act add constraint automation_act_automation_known check (automation in ('welcome', 'pre-graduate', 'alumni', 're-engage'));
alter table automation_act add constraint automation_act_state_known check (state in ('done', 'skipped', 'waiting'));
alter table automation_hold add constraint automation_hold_automation_known check (automation in ('welcome', 'pre-graduate', 'alumni', 're-engage'));
alter table automation_setting add constraint automation_setting_automation_known check (automation in ('welcome', 'pre-graduate', 'alumni', 're-engage'));

-- What the sweeps look for, each an index of few rows: series under way, people who near their graduation, silences unanswered.
create index automation_enrolment_open on automation_enrolment (automation, person_id) where ended_at is null;
create index person_graduating on person (state, expected_graduation, id) where state in ('member', 'pre_graduate') and expected_graduation is not null;
create index sign_of_life_unanswered on sign_of_life (last_at, person_id) where recurring_at is not null and settled_at is distinct from last_at;
-- Signs are gathered by when they were recorded; both tables only grow, in that order.
create index sign_in_event_at on sign_in_event using brin (at) with (pages_per_range = 16);
create index membership_state_recorded on membership_state using brin (recorded_at) with (pages_per_range = 16);
-- Which import somebody came in by: a line of the life line.
create index import_row_person on import_row (person_id) where person_id is not null;

-- ── Row-level security (ACS-4) ───────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['automation_enrolment', 'automation_act', 'automation_hold', 'automation_setting', 'sign_of_life', 'sign_watermark'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
  end loop;
  -- Whoever sees the person sees what happens to them; whoever may change the home membership may hold it up.
  foreach t in array array['automation_enrolment', 'automation_act', 'automation_hold', 'sign_of_life'] loop
    execute format('grant select, insert, update on %I to ministry_app', t);
    execute format($p$create policy app_read on %I for select to ministry_app using ((select true from person p where p.id = person_id))$p$, t);
    execute format($p$create policy app_write on %I for insert to ministry_app with check ((select p.home_ids && (select app.nodes('Membership.write')) from person p where p.id = person_id))$p$, t);
    execute format($p$create policy app_change on %I for update to ministry_app using ((select p.home_ids && (select app.nodes('Membership.write')) from person p where p.id = person_id))$p$, t);
  end loop;
end $$;
-- The numbers that hold are no secret to whoever sees the place; to tune them is.
grant select, insert, update, delete on automation_setting to ministry_app;
create policy app_read on automation_setting for select to ministry_app using ((select true from org_node n where n.id = node_id));
create policy app_write on automation_setting for insert to ministry_app with check ((select n.scope_ids && (select app.nodes('Automation.write')) from org_node n where n.id = node_id));
create policy app_change on automation_setting for update to ministry_app using ((select n.scope_ids && (select app.nodes('Automation.write')) from org_node n where n.id = node_id));
create policy app_end on automation_setting for delete to ministry_app using ((select n.scope_ids && (select app.nodes('Automation.write')) from org_node n where n.id = node_id));
grant select, insert, update on sign_watermark to ministry_app;
create policy app_all on sign_watermark to ministry_app using (cardinality((select app.nodes('Automation.write'))) > 0) with check (cardinality((select app.nodes('Automation.write'))) > 0);

-- Where graduates of these regions go, for everybody who sees the region: campus leaders don't see the networks themselves (AUT-3).
create function app.graduate_networks(regions uuid[]) returns table (id uuid, name text, region_id uuid)
language sql stable security definer set search_path = public, app as $$
  select n.id, n.name, n.parent_id
    from org_node n join org_node r on r.id = n.parent_id
   where n.parent_id = any (regions) and n.kind = 'GraduateNetwork' and n.state = 'active'
     and (r.scope_ids && app.nodes('OrgNode.read') or r.id = any (app.nodes('OrgNode.read.above')))
   order by n.name, n.id
$$;
grant create on schema app to ministry_keeper; -- needed to hand the function over to it; taken back below
alter function app.graduate_networks(uuid[]) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.graduate_networks(uuid[]) from public;
grant execute on function app.graduate_networks(uuid[]) to ministry_app;
