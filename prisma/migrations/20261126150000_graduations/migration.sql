-- What people say about a proposed move to the graduates: into which network, or that it be made at once (AUT-3).
CREATE TABLE "automation_go_ahead" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "occurrence" TEXT NOT NULL,
    "network_id" UUID,
    "now" BOOLEAN NOT NULL DEFAULT false,
    "by_person" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "automation_go_ahead_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "automation_go_ahead_person_id_occurrence_idx" ON "automation_go_ahead"("person_id", "occurrence");
ALTER TABLE "automation_go_ahead" ADD CONSTRAINT "automation_go_ahead_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "automation_go_ahead" ADD CONSTRAINT "automation_go_ahead_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- When leaders were told: many graduations of a day are told of at once, at the end of the sweep.
ALTER TABLE "automation_act" ADD COLUMN "told_at" TIMESTAMPTZ(3);
update automation_act set told_at = at;
create index automation_act_untold on automation_act (at, id) where automation = 'alumni' and told_at is null;
create index automation_act_waiting on automation_act (automation, person_id) where state = 'waiting';

-- Whoever has gone silent graduates as well.
drop index person_graduating;
create index person_graduating on person (state, expected_graduation, id) where state in ('member', 'pre_graduate', 'inactive') and expected_graduation is not null;

-- ── Row-level security (ACS-4) ───────────────────────────────────────────────────────────────────────────────
alter table automation_go_ahead enable row level security;
alter table automation_go_ahead force row level security;
create policy keeper on automation_go_ahead to ministry_keeper using (true) with check (true);
grant select, insert, update, delete on automation_go_ahead to ministry_keeper;
grant select, insert on automation_go_ahead to ministry_app;
create policy app_read on automation_go_ahead for select to ministry_app using ((select true from person p where p.id = person_id));
-- By those who may change the home, or, for a network of theirs, by those who receive.
create policy app_write on automation_go_ahead for insert to ministry_app with check (
  (select p.home_ids && (select app.nodes('Membership.write')) from person p where p.id = person_id)
  or not now and (select n.scope_ids && (select app.nodes('Membership.write')) from org_node n where n.id = network_id));

-- What people lead alone: a role that somebody else holds as well at the same place has a successor already (AUT-3).
create function app.led_alone(people uuid[], at timestamptz) returns table (person_id uuid, role text, node_id uuid, depth int)
language sql stable security definer set search_path = public, app as $$
  select a.person_id, a.role, a.node_id, cardinality(a.scope_ids)
    from role_assignment a join person p on p.id = a.person_id
   where a.person_id = any (people) and (a.ends_at is null or a.ends_at > at)
     and a.node_id is not null and p.home_ids && app.nodes('Person.write')
     and not exists (select from role_assignment o
                      where o.node_id = a.node_id and o.role = a.role and o.person_id <> a.person_id
                        and o.starts_at <= at and (o.ends_at is null or o.ends_at > at))
$$;
grant create on schema app to ministry_keeper; -- needed to hand the function over to it; taken back below
alter function app.led_alone(uuid[], timestamptz) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.led_alone(uuid[], timestamptz) from public;
grant execute on function app.led_alone(uuid[], timestamptz) to ministry_app;

-- What was changed of a person, field by field, as the audit has it: lines of the life line, for whoever sees the person (PPL-3).
create function app.person_edits(person uuid, fields text[])
returns table (entry_id uuid, at timestamptz, by_person uuid, system text, field text, before jsonb, after jsonb)
language sql stable security definer set search_path = public, app as $$
  select e.id, e.at, case when e.actor_kind = 'person' then e.actor_person_id end, case when e.actor_kind <> 'person' then e.actor_kind end,
         f.field, nullif(e.personal_before -> f.field, 'null'), nullif(e.personal_after -> f.field, 'null')
    from audit_entry e cross join unnest(fields) as f(field)
   where e.subject_id = person_edits.person and e.noun = 'Person' and e.personal_before is not null
     and e.personal_after ? f.field and e.personal_before -> f.field is distinct from e.personal_after -> f.field
     and exists (select from person p where p.id = person_edits.person
                    and (p.scope_ids && app.nodes('Person.read') or p.id = app.person_id()))
$$;
grant create on schema app to ministry_keeper; -- needed to hand the function over to it; taken back below
alter function app.person_edits(uuid, text[]) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.person_edits(uuid, text[]) from public;
grant execute on function app.person_edits(uuid, text[]) to ministry_app;
