CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "time_zone" TEXT NOT NULL,
    "place" TEXT,
    "link" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "expected_people" INTEGER,
    "budget" TEXT,
    "case_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "event_case_id_key" ON "event"("case_id");
CREATE INDEX "event_node_id_starts_at_idx" ON "event"("node_id", "starts_at");
CREATE INDEX "event_scope_ids_idx" ON "event" USING GIN ("scope_ids");

ALTER TABLE "event" ADD CONSTRAINT "event_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "event" ADD CONSTRAINT "event_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table event
  add constraint event_dates check (ends_at > starts_at),
  add constraint event_name check (length(btrim(name)) between 1 and 200),
  add constraint event_expected check (expected_people > 0);

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create trigger event_scope before insert on event for each row execute function app.from_node();
create function app.events_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update event set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
create trigger events_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.events_moved();

-- ── Row-level security (ACS-4) ───────────────────────────────────────────────────────────────────────────────
alter table event enable row level security;
alter table event force row level security;
create policy keeper on event to ministry_keeper using (true) with check (true);
grant select, insert, update, delete on event to ministry_keeper;
grant select, insert on event to ministry_app;
grant update (name, starts_at, ends_at, time_zone, place, link, description, expected_people, budget, case_id, updated_at, approved_at) on event to ministry_app;
-- A draft is for those who work on events, for whoever drafted it, and for whoever reads its case.
create policy app_read on event for select to ministry_app using (
  approved_at is not null and scope_ids && (select app.nodes('Event.read'))
  or scope_ids && (select app.nodes('Event.write'))
  or person_id = (select app.person_id())
  or (select true from approval_case c where c.id = case_id));
create policy app_write on event for insert to ministry_app with check (
  person_id = (select app.person_id()) and approved_at is null and scope_ids && (select app.nodes('Event.write')));
create policy app_change on event for update to ministry_app
  using (scope_ids && (select app.nodes('Event.write')) and approved_at is null)
  with check (scope_ids && (select app.nodes('Event.write')) and approved_at is null);
-- To count as approved is the engine's alone.
create policy engine on event for update to ministry_app
  using (scope_ids && (select app.engine())) with check (scope_ids && (select app.engine()));

grant create on schema app to ministry_keeper; -- needed to hand the function over to it; taken back below
alter function app.events_moved() owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
