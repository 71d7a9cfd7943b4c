-- Requests, the way they go, and who decides them (APR-1 to APR-8).
CREATE TABLE "approval_route" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "published_by" UUID,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "approval_route_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "approval_case" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "noun" TEXT NOT NULL,
    "node_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "summary" JSONB NOT NULL,
    "amount" BIGINT,
    "concerned_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "excluded_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "file_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "state" TEXT NOT NULL DEFAULT 'open',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "route_id" UUID,
    "definition" JSONB NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "executed_at" TIMESTAMPTZ(3),
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "approval_case_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "approval_seat" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "act" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "node_id" UUID,
    "kind" TEXT NOT NULL DEFAULT '',
    "excluded_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "seat_key" TEXT NOT NULL,
    "quorum" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL,
    "assigned_to" UUID,
    "assigned_by" UUID,
    "because" JSONB NOT NULL DEFAULT '[]',
    "came_from" UUID,
    "opened_at" TIMESTAMPTZ(3),
    "remind_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_seat_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "approval_vote" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "seat_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "for_person_id" UUID,
    "choice" TEXT NOT NULL,
    "reason" TEXT,
    "payload_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_vote_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "approval_trail" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "person_id" UUID,
    "seat_id" UUID,
    "reason" TEXT,
    "values" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seq" BIGSERIAL NOT NULL,

    CONSTRAINT "approval_trail_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "approval_comment" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_comment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "absence" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "deputy_id" UUID,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "approval_route_node_id_kind_version_key" ON "approval_route"("node_id", "kind", "version");
CREATE INDEX "approval_case_person_id_submitted_at_id_idx" ON "approval_case"("person_id", "submitted_at", "id");
CREATE INDEX "approval_case_kind_state_submitted_at_idx" ON "approval_case"("kind", "state", "submitted_at");
CREATE INDEX "approval_case_submitted_at_id_idx" ON "approval_case"("submitted_at", "id");
CREATE INDEX "approval_case_scope_ids_idx" ON "approval_case" USING GIN ("scope_ids");
CREATE INDEX "approval_seat_case_id_revision_position_idx" ON "approval_seat"("case_id", "revision", "position");
CREATE INDEX "approval_vote_person_id_idx" ON "approval_vote"("person_id");
CREATE UNIQUE INDEX "approval_vote_seat_id_person_id_key" ON "approval_vote"("seat_id", "person_id");
CREATE UNIQUE INDEX "approval_vote_case_id_revision_person_id_key" ON "approval_vote"("case_id", "revision", "person_id");
CREATE INDEX "approval_trail_case_id_seq_idx" ON "approval_trail"("case_id", "seq");
CREATE INDEX "approval_comment_case_id_at_id_idx" ON "approval_comment"("case_id", "at", "id");
CREATE INDEX "absence_person_id_ends_at_idx" ON "absence"("person_id", "ends_at");
CREATE INDEX "absence_deputy_id_ends_at_idx" ON "absence"("deputy_id", "ends_at");
ALTER TABLE "approval_route" ADD CONSTRAINT "approval_route_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_case" ADD CONSTRAINT "approval_case_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_case" ADD CONSTRAINT "approval_case_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_case" ADD CONSTRAINT "approval_case_route_id_fkey" FOREIGN KEY ("route_id") REFERENCES "approval_route"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_seat" ADD CONSTRAINT "approval_seat_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "approval_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_vote" ADD CONSTRAINT "approval_vote_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "approval_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_vote" ADD CONSTRAINT "approval_vote_seat_id_fkey" FOREIGN KEY ("seat_id") REFERENCES "approval_seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_vote" ADD CONSTRAINT "approval_vote_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_trail" ADD CONSTRAINT "approval_trail_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "approval_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_comment" ADD CONSTRAINT "approval_comment_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "approval_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "approval_comment" ADD CONSTRAINT "approval_comment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "absence" ADD CONSTRAINT "absence_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "absence" ADD CONSTRAINT "absence_deputy_id_fkey" FOREIGN KEY ("deputy_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table approval_route
  add constraint approval_route_version check (version > 0),
  add constraint approval_route_published check ((published_at is null) = (published_by is null));
-- One draft a kind at a time.
create unique index approval_route_one_draft on approval_route (node_id, kind) where published_at is null;
alter table approval_case
  add constraint approval_case_noun check (noun in ('Expense', 'RoleAssignment', 'Event')),
  add constraint approval_case_state check (state in ('open', 'sent_back', 'approved', 'rejected', 'withdrawn')),
  add constraint approval_case_ended check ((state in ('open', 'sent_back')) = (ended_at is null)),
  add constraint approval_case_executed check ((state = 'approved') = (executed_at is not null)),
  add constraint approval_case_counts check (revision > 0 and version > 0),
  add constraint approval_case_hash check (payload_hash ~ '^[0-9a-f]{64}$');
alter table approval_seat
  add constraint approval_seat_act check (act in ('endorse', 'decide')),
  add constraint approval_seat_state check (state in ('waiting', 'open', 'signed', 'skipped', 'left', 'closed')),
  add constraint approval_seat_quorum check (quorum > 0),
  add constraint approval_seat_open check (state <> 'open' or (opened_at is not null and remind_at is not null and due_at is not null)),
  add constraint approval_seat_assigned check ((assigned_to is null) = (assigned_by is null));
alter table approval_vote
  add constraint approval_vote_choice check (choice in ('approve', 'reject', 'send_back', 'abstain')),
  add constraint approval_vote_reason check (choice not in ('reject', 'send_back') or length(btrim(reason)) > 0),
  add constraint approval_vote_not_for_oneself check (for_person_id is distinct from person_id);
alter table absence add constraint absence_dates check (ends_at > starts_at), add constraint absence_deputy check (deputy_id is distinct from person_id);

-- Whose say it is counts once a revision, whoever gives it: the person, or their deputy or delegate.
create unique index approval_vote_say_once on approval_vote (case_id, revision, coalesce(for_person_id, person_id));
-- The inbox: what waits for a seat, and what waits for one person; the most urgent first.
create index approval_seat_inbox on approval_seat (seat_key, due_at, id) where state = 'open' and assigned_to is null;
create index approval_seat_assigned on approval_seat (assigned_to, due_at, id) where state = 'open' and assigned_to is not null;
-- What a role that ended, or a node that closed, leaves behind.
create index approval_seat_at on approval_seat (node_id, role) where state = 'open';
create index approval_seat_given on approval_seat (assigned_by) where state = 'open' and assigned_by is not null;
-- Usual times and reports.
create index approval_seat_answered on approval_seat (kind, act, role, closed_at) where state = 'signed';

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create trigger approval_route_scope before insert on approval_route for each row execute function app.from_node();
create trigger approval_case_scope before insert on approval_case for each row execute function app.from_node();
create function app.seat_of_case() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  select c.kind, c.excluded_ids, c.scope_ids into strict new.kind, new.excluded_ids, new.scope_ids from approval_case c where c.id = new.case_id;
  new.seat_key := new.role || '@' || coalesce(new.node_id::text, '');
  return new;
end $$;
create trigger approval_seat_case before insert on approval_seat for each row execute function app.seat_of_case();
create function app.cases_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update approval_route set scope_ids = new.scope_ids where node_id = new.id;
  update approval_seat s set scope_ids = new.scope_ids from approval_case c where c.id = s.case_id and c.node_id = new.id;
  update approval_case set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
create trigger cases_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.cases_moved();
create index approval_case_node on approval_case (node_id);

-- What was published never changes: running cases and their history stand on it.
create function app.route_kept() returns trigger language plpgsql as $$
begin
  if old.published_at is not null and (new.definition, new.version, new.kind, new.node_id, new.published_at) is distinct from (old.definition, old.version, old.kind, old.node_id, old.published_at) then
    raise exception 'A published route never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approval_route_kept before update on approval_route for each row execute function app.route_kept();

-- Nobody decides what they asked for or what is about them: not by any way that the product may find (APR-2).
create function app.vote_not_own() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if exists (select from approval_case c where c.id = new.case_id
                and (new.person_id = any (c.excluded_ids) or new.for_person_id = any (c.excluded_ids))) then
    raise exception 'Nobody decides their own case' using errcode = 'check_violation', constraint = 'approval_vote_not_own';
  end if;
  return new;
end $$;
create trigger approval_vote_not_own before insert or update on approval_vote for each row execute function app.vote_not_own();

-- ── Who asks ─────────────────────────────────────────────────────────────────────────────────────────────────
-- `role@node` of every seat that the present context speaks for: its own, and those of people whose deputy it is now.
create function app.seats() returns text[] language sql stable parallel safe as
  $$ select coalesce(string_to_array(nullif(current_setting('app.seats', true), ''), ','), '{}') $$;
-- The movement whose requests the context moves on: a power of its own, in no cell of the matrix, which packages/domain/src/approvals
-- takes for as long as it needs it.
create function app.engine() returns uuid[] language sql stable parallel safe as
  $$ select case when coalesce(current_setting('app.engine', true), '') = '' then '{}'::uuid[] else array[current_setting('app.engine')::uuid] end $$;
-- Whether the present context has, or had, a say in the case. Looked at without policies: theirs ask for this.
create function app.sits_on(wanted uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from approval_seat s where s.case_id = wanted and s.state <> 'skipped'
                    and (s.seat_key = any (app.seats()) or s.assigned_to = app.person_id() or s.assigned_by = app.person_id()))
      or exists (select from approval_vote v where v.case_id = wanted and (v.person_id = app.person_id() or v.for_person_id = app.person_id()))
$$;
-- Whether the present context may sign there: the wall under the verb.
create function app.may_sign(seat uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from approval_seat s where s.id = seat and s.state = 'open'
                    and (s.assigned_to = app.person_id() or s.assigned_to is null and s.seat_key = any (app.seats())))
$$;

-- What only the engine asks.
-- Who sits at these nodes, and what these people hold anywhere in the movement: active, in open places, able to sign in.
create function app.sitting(movement uuid, nodes uuid[], people uuid[], at timestamptz) returns table (person_id uuid, name text, role text, node_id uuid)
language sql stable security definer set search_path = public, app as $$
  select a.person_id, coalesce(p.preferred_name, p.name), a.role, a.node_id
    from role_assignment a join person p on p.id = a.person_id
   where movement = any (app.engine()) and a.scope_ids @> array[movement]
     and (a.node_id = any (nodes) or a.person_id = any (people))
     and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and exists (select from account c where c.person_id = a.person_id and c.deactivated_at is null)
     and not exists (select from org_node n where n.id = any (a.scope_ids) and n.state = 'closed')
   order by a.starts_at, a.id
$$;
-- Other records of the same human being: they share an address, as a person or as an account.
create function app.same_people(people uuid[]) returns table (person_id uuid)
language sql stable security definer set search_path = public, app as $$
  with addresses as materialized (
    select coalesce(array_agg(distinct address), '{}') found from (
      select unnest(p.emails) address from person p where p.id = any (people)
      union select c.email from account c where c.person_id = any (people)) a)
  select id from unnest(people) id where cardinality(app.engine()) > 0
  union select p.id from person p, addresses where cardinality(app.engine()) > 0 and p.emails && addresses.found
  union select c.person_id from account c, addresses where cardinality(app.engine()) > 0 and c.email = any (addresses.found)
$$;
-- Who may be given a turn or named a deputy: people with a seat at these nodes or below, able to sign in; by name where one is sought.
create function app.role_holders(near uuid[], query text, at timestamptz, cap int) returns table (person_id uuid, name text)
language sql stable security definer set search_path = public, app as $$
  select distinct p.id, coalesce(p.preferred_name, p.name)
    from role_assignment a join person p on p.id = a.person_id
   where cardinality(app.engine()) > 0 and a.scope_ids && near and a.scope_ids && app.engine()
     and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and (query = '' or strpos(p.search, app.fold(query)) > 0)
     and exists (select from account c where c.person_id = p.id and c.deactivated_at is null)
     and not exists (select from org_node n where n.id = any (a.scope_ids) and n.state = 'closed')
   order by 2, 1 limit cap
$$;
-- How the people of a case are called: the engine asks for those of cases that the reader may read.
create function app.approval_names(people uuid[]) returns table (id uuid, name text)
language sql stable security definer set search_path = public, app as $$
  select p.id, coalesce(p.preferred_name, p.name) from person p where p.id = any (people) and cardinality(app.engine()) > 0
$$;

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['approval_route', 'approval_case', 'approval_seat', 'approval_vote', 'approval_trail', 'approval_comment', 'absence'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
  end loop;
end $$;
grant select, insert, update on approval_route, approval_case, approval_seat, absence to ministry_app;
grant select, insert on approval_vote, approval_trail, approval_comment to ministry_app;
grant usage on sequence approval_trail_seq_seq to ministry_app, ministry_keeper;

-- Every movement's routes are known to whoever sees the place; to change them is the system area's.
create policy app_read on approval_route for select to ministry_app using ((select true from org_node n where n.id = node_id));
create policy app_write on approval_route for insert to ministry_app with check (scope_ids && (select app.nodes('Route.write')));
create policy app_change on approval_route for update to ministry_app using (scope_ids && (select app.nodes('Route.write'))) with check (scope_ids && (select app.nodes('Route.write')));

-- The requester, whoever has a say, and the readers of what it is about. A draft event is for those who work on events.
create policy app_read on approval_case for select to ministry_app using (
  scope_ids && (select app.engine())
  or person_id = (select app.person_id())
  or (noun = 'Expense' and scope_ids && (select app.nodes('Expense.read')))
  or (noun = 'RoleAssignment' and scope_ids && (select app.nodes('RoleAssignment.read')))
  or (noun = 'Event' and scope_ids && (select app.nodes('Event.write')))
  or app.sits_on(id));
create policy app_write on approval_case for insert to ministry_app with check (person_id = (select app.person_id()) and state = 'open');
create policy engine on approval_case for update to ministry_app using (scope_ids && (select app.engine())) with check (scope_ids && (select app.engine()));

create policy app_read on approval_seat for select to ministry_app using (
  scope_ids && (select app.engine())
  or seat_key = any ((select app.seats())::text[])
  or assigned_to = (select app.person_id())
  or (select true from approval_case c where c.id = case_id));
create policy engine_in on approval_seat for insert to ministry_app with check (scope_ids && (select app.engine()));
create policy engine on approval_seat for update to ministry_app using (scope_ids && (select app.engine())) with check (scope_ids && (select app.engine()));

create policy app_read on approval_vote for select to ministry_app using (person_id = (select app.person_id()) or (select true from approval_case c where c.id = case_id));
create policy app_write on approval_vote for insert to ministry_app with check (person_id = (select app.person_id()) and app.may_sign(seat_id));

create policy app_read on approval_trail for select to ministry_app using ((select true from approval_case c where c.id = case_id));
create policy engine_in on approval_trail for insert to ministry_app with check ((select c.scope_ids from approval_case c where c.id = case_id) && (select app.engine()));

create policy app_read on approval_comment for select to ministry_app using ((select true from approval_case c where c.id = case_id));
create policy app_write on approval_comment for insert to ministry_app with check (person_id = (select app.person_id()) and (select true from approval_case c where c.id = case_id));

create policy app_read on absence for select to ministry_app using (
  person_id = (select app.person_id()) or deputy_id = (select app.person_id()) or cardinality((select app.engine())) > 0);
create policy app_write on absence for insert to ministry_app with check (person_id = (select app.person_id()));
create policy app_change on absence for update to ministry_app using (person_id = (select app.person_id())) with check (person_id = (select app.person_id()));
-- Whom somebody stands in for is known before every request.
grant select on absence to ministry_auth;
create policy auth_read on absence for select to ministry_auth using (true);

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it; taken back below
do $$
declare f text;
begin
  foreach f in array array['app.seat_of_case()', 'app.cases_moved()', 'app.vote_not_own()', 'app.sits_on(uuid)', 'app.may_sign(uuid)',
                           'app.sitting(uuid, uuid[], uuid[], timestamptz)', 'app.same_people(uuid[])', 'app.approval_names(uuid[])',
                           'app.role_holders(uuid[], text, timestamptz, int)'] loop
    execute format('alter function %s owner to ministry_keeper', f);
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
grant execute on function app.sits_on(uuid), app.may_sign(uuid), app.sitting(uuid, uuid[], uuid[], timestamptz), app.same_people(uuid[]), app.approval_names(uuid[]), app.role_holders(uuid[], text, timestamptz, int) to ministry_app;
