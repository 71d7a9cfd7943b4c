-- Notes, care notes, follow-ups, families and transfers. Source: PPL-4, PPL-6, PPL-7, ACS-6.

-- CreateTable
CREATE TABLE "note" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "kept" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "care_note" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "care_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "care_note_share" (
    "note_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "care_note_share_pkey" PRIMARY KEY ("note_id","person_id")
);

-- CreateTable
CREATE TABLE "break_glass" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "by_person_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "notes" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "break_glass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow_up" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "assignee_id" UUID,
    "title" TEXT NOT NULL,
    "detail" TEXT,
    "due_on" DATE NOT NULL,
    "snoozed_until" DATE,
    "wanted_on" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "outcome" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "origin" TEXT NOT NULL DEFAULT 'hand',
    "created_by" UUID,
    "dedupe_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "follow_up_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relation" (
    "id" UUID NOT NULL,
    "a_id" UUID NOT NULL,
    "b_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID,

    CONSTRAINT "relation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household_member" (
    "household_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "household_member_pkey" PRIMARY KEY ("household_id","person_id")
);

-- CreateTable
CREATE TABLE "transfer" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "from_node_id" UUID NOT NULL,
    "to_node_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "message" TEXT,
    "with_notes" BOOLEAN NOT NULL DEFAULT false,
    "offered_by" UUID NOT NULL,
    "offered_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,
    "placed_node_id" UUID,
    "from_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "to_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "note_person_id_created_at_idx" ON "note"("person_id", "created_at");

-- CreateIndex
CREATE INDEX "note_author_id_idx" ON "note"("author_id");

-- CreateIndex
CREATE INDEX "care_note_person_id_created_at_idx" ON "care_note"("person_id", "created_at");

-- CreateIndex
CREATE INDEX "care_note_author_id_idx" ON "care_note"("author_id");

-- CreateIndex
CREATE INDEX "care_note_node_id_idx" ON "care_note"("node_id");

-- CreateIndex
CREATE INDEX "care_note_share_person_id_idx" ON "care_note_share"("person_id");

-- CreateIndex
CREATE INDEX "break_glass_person_id_idx" ON "break_glass"("person_id");

-- CreateIndex
CREATE INDEX "break_glass_by_person_id_person_id_idx" ON "break_glass"("by_person_id", "person_id");

-- CreateIndex
CREATE INDEX "break_glass_node_id_idx" ON "break_glass"("node_id");

-- CreateIndex
CREATE INDEX "break_glass_scope_ids_idx" ON "break_glass" USING GIN ("scope_ids");

-- CreateIndex
CREATE UNIQUE INDEX "follow_up_dedupe_key_key" ON "follow_up"("dedupe_key");

-- CreateIndex
CREATE INDEX "follow_up_person_id_idx" ON "follow_up"("person_id");

-- CreateIndex
CREATE INDEX "follow_up_assignee_id_wanted_on_idx" ON "follow_up"("assignee_id", "wanted_on");

-- CreateIndex
CREATE INDEX "relation_b_id_idx" ON "relation"("b_id");

-- CreateIndex
CREATE UNIQUE INDEX "relation_a_id_b_id_kind_key" ON "relation"("a_id", "b_id", "kind");

-- CreateIndex
CREATE INDEX "household_member_person_id_idx" ON "household_member"("person_id");

-- CreateIndex
CREATE INDEX "transfer_person_id_idx" ON "transfer"("person_id");

-- CreateIndex
CREATE INDEX "transfer_scope_ids_idx" ON "transfer" USING GIN ("scope_ids");

-- CreateIndex
CREATE INDEX "transfer_from_node_id_idx" ON "transfer"("from_node_id");

-- CreateIndex
CREATE INDEX "transfer_to_node_id_idx" ON "transfer"("to_node_id");

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "care_note" ADD CONSTRAINT "care_note_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "care_note" ADD CONSTRAINT "care_note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "care_note" ADD CONSTRAINT "care_note_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "care_note_share" ADD CONSTRAINT "care_note_share_note_id_fkey" FOREIGN KEY ("note_id") REFERENCES "care_note"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "care_note_share" ADD CONSTRAINT "care_note_share_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_by_person_id_fkey" FOREIGN KEY ("by_person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_up" ADD CONSTRAINT "follow_up_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "relation" ADD CONSTRAINT "relation_a_id_fkey" FOREIGN KEY ("a_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "relation" ADD CONSTRAINT "relation_b_id_fkey" FOREIGN KEY ("b_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "household_member" ADD CONSTRAINT "household_member_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "household_member" ADD CONSTRAINT "household_member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_from_node_id_fkey" FOREIGN KEY ("from_node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_to_node_id_fkey" FOREIGN KEY ("to_node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table note add constraint note_body check (length(btrim(body)) between 1 and 10000);
alter table care_note add constraint care_note_sealed check (octet_length(sealed) > 28);
alter table break_glass
  add constraint break_glass_reason check (length(btrim(reason)) between 10 and 1000),
  add constraint break_glass_ends check (ends_at > at and ends_at <= at + interval '1 day');
alter table follow_up
  add constraint follow_up_title check (length(btrim(title)) between 1 and 200),
  add constraint follow_up_detail check (length(detail) <= 4000 and length(outcome) <= 4000),
  add constraint follow_up_state check (state in ('open', 'done', 'dropped')),
  add constraint follow_up_closed check ((state = 'open') = (closed_at is null)),
  add constraint follow_up_origin check (origin in ('hand', 'automation', 'attendance', 'import')),
  add constraint follow_up_wanted check (wanted_on = greatest(due_on, snoozed_until));
create index follow_up_open on follow_up using gin (scope_ids) where state = 'open';
create index follow_up_wanted on follow_up (wanted_on) where state = 'open';
alter table relation
  add constraint relation_kind check (kind in ('spouse', 'parent', 'sibling', 'mentor', 'guardian', 'friend')),
  add constraint relation_two check (a_id <> b_id),
  add constraint relation_one_row check (kind in ('parent', 'mentor', 'guardian') or a_id < b_id);
alter table household add constraint household_name check (length(btrim(name)) between 1 and 200);
alter table household_member add constraint household_member_role check (role in ('adult', 'child'));
alter table transfer
  add constraint transfer_state check (state in ('open', 'accepted', 'declined', 'withdrawn', 'expired', 'void')),
  add constraint transfer_decided check ((state = 'open') = (decided_at is null)),
  add constraint transfer_words check (length(message) <= 2000 and length(decision_reason) <= 2000),
  add constraint transfer_ends check (expires_at > offered_at);
create unique index transfer_one_open on transfer (person_id) where state = 'open';
create index transfer_expiring on transfer (expires_at) where state = 'open';

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create function app.from_person() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  select p.scope_ids into new.scope_ids from person p where p.id = new.person_id;
  new.scope_ids := coalesce(new.scope_ids, '{}');
  return new;
end $$;
create trigger note_scope before insert or update of person_id on note for each row execute function app.from_person();
create trigger follow_up_scope before insert or update of person_id on follow_up for each row execute function app.from_person();
-- One that is opened again is where the person is by now.
create trigger follow_up_reopened before update of state on follow_up for each row when (old.state <> 'open' and new.state = 'open') execute function app.from_person();

-- What is open goes where the person goes; what is closed or kept stays with those who had the person then.
create function app.care_follows() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update note n set scope_ids = c.scope_ids from changed c join previous p on p.id = c.id
   where p.scope_ids is distinct from c.scope_ids and n.person_id = c.id and not n.kept;
  update follow_up f set scope_ids = c.scope_ids from changed c join previous p on p.id = c.id
   where p.scope_ids is distinct from c.scope_ids and f.person_id = c.id and f.state = 'open';
  return null;
end $$;
create trigger care_follows after update on person referencing new table as changed old table as previous for each statement execute function app.care_follows();

create trigger care_note_scope before insert on care_note for each row execute function app.from_node();
create trigger break_glass_scope before insert on break_glass for each row execute function app.from_node();
create function app.transfer_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  select n.scope_ids into strict new.from_ids from org_node n where n.id = new.from_node_id;
  select n.scope_ids into strict new.to_ids from org_node n where n.id = new.to_node_id;
  new.scope_ids := array(select distinct unnest(new.from_ids || new.to_ids));
  return new;
end $$;
create trigger transfer_before before insert or update of from_node_id, to_node_id on transfer for each row execute function app.transfer_before();
create function app.care_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update care_note set scope_ids = new.scope_ids where node_id = new.id;
  update break_glass set scope_ids = new.scope_ids where node_id = new.id;
  update transfer set from_node_id = from_node_id where from_node_id = new.id or to_node_id = new.id;
  return null;
end $$;
create trigger care_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.care_moved();

-- Nobody lives in a household that nobody is in.
create function app.household_left() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  delete from household h where h.id = old.household_id and not exists (select from household_member m where m.household_id = h.id);
  return null;
end $$;
create trigger household_left after delete or update of household_id on household_member for each row execute function app.household_left();

-- ── What care notes ask ──────────────────────────────────────────────────────────────────────────────────────
-- Nodes that packages/domain/src/care/care-door.ts tells, in no cell of the matrix, for as long as it opens notes: without it
-- not even their author sees one.
create function app.care(what text) returns uuid[] language sql stable parallel safe as
  $$ select app.nodes(concat('Care', '.', what)) $$;
-- Looked at without policies: those of the two tables ask for each other.
create function app.care_shared(note uuid) returns boolean language sql stable security definer set search_path = public, app as
  $$ select exists (select from care_note_share s where s.note_id = note and s.person_id = app.person_id()) $$;
create function app.care_written(note uuid) returns boolean language sql stable security definer set search_path = public, app as
  $$ select exists (select from care_note c where c.id = note and c.author_id = app.person_id()) $$;
create function app.care_written_about(person uuid) returns boolean language sql stable security definer set search_path = public, app as
  $$ select exists (select from care_note c where c.person_id = person and c.author_id = app.person_id()) $$;
create function app.glass_broken(person uuid) returns boolean language sql stable security definer set search_path = public, app as
  $$ select exists (select from break_glass b where b.person_id = person and b.by_person_id = app.person_id()) $$;

-- ── What is shown of people that the reader need not be able to read ─────────────────────────────────────────
-- How those are called who hold, or held, a role at places that the reader sees (ORG-4).
create function app.colleague_names(people uuid[]) returns table (id uuid, name text)
language sql stable security definer set search_path = public, app as $$
  select p.id, coalesce(p.preferred_name, p.name) from person p
   where p.id = any (people) and (p.id = app.person_id() or exists (
     select from role_assignment a where a.person_id = p.id
        and (a.scope_ids && app.nodes('OrgNode.read') or a.node_id = any (app.nodes('OrgNode.read.above')))))
$$;
-- Who could follow up on a person: seats at the places the person belongs to and above, able to sign in. `networks` are roles
-- that care for graduate networks alone.
create function app.follow_up_takers(person uuid, roles text[], networks text[], at timestamptz) returns table (person_id uuid, name text, role text, node_id uuid, node text)
language sql stable security definer set search_path = public, app as $$
  select a.person_id, coalesce(t.preferred_name, t.name), a.role, n.id, n.name
    from person p
    join role_assignment a on a.node_id = any (p.scope_ids)
    join org_node n on n.id = a.node_id
    join person t on t.id = a.person_id
   where p.id = person and (p.scope_ids && app.nodes('FollowUp.read')
                            or exists (select from follow_up f where f.person_id = p.id and f.assignee_id = app.person_id() and f.state = 'open'))
     and a.role = any (roles) and a.person_id <> p.id
     and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and (a.role <> all (networks) or exists (select from org_node g where g.id = any (p.scope_ids) and g.kind = 'GraduateNetwork' and g.scope_ids @> array[a.node_id]))
     and exists (select from account c where c.person_id = t.id and c.deactivated_at is null)
     and not exists (select from org_node c where c.id = any (a.scope_ids) and c.state = 'closed')
   order by n.depth desc, 2, 1
$$;

-- An offer as both sides read it: whom it is about by name, where from and where to, and who offers. The receiving side is told
-- the name while the offer is open and once it has accepted.
create function app.transfer_words(offers uuid[]) returns table (id uuid, name text, from_place text, from_region text, to_place text, to_region text, offered_by text, decided_by text, placed text)
language sql stable security definer set search_path = public, app as $$
  select t.id,
         case when t.state in ('open', 'accepted') or t.from_ids && app.nodes('Transfer.read') then coalesce(p.preferred_name, p.name) end,
         f.name, (select r.name from org_node r where r.id = t.from_ids[2]), o.name, (select r.name from org_node r where r.id = t.to_ids[2]),
         (select coalesce(b.preferred_name, b.name) from person b where b.id = t.offered_by),
         (select coalesce(b.preferred_name, b.name) from person b where b.id = t.decided_by),
         (select n.name from org_node n where n.id = t.placed_node_id and t.to_ids && app.nodes('Transfer.read'))
    from transfer t join person p on p.id = t.person_id join org_node f on f.id = t.from_node_id join org_node o on o.id = t.to_node_id
   where t.id = any (offers) and t.scope_ids && app.nodes('Transfer.read')
$$;
-- Campuses and graduate networks of the reader's own movements, by name: where people can be offered to.
create function app.transfer_targets() returns table (id uuid, name text, kind text, region_id uuid, region text)
language sql stable security definer set search_path = public, app as $$
  select n.id, n.name, n.kind, r.id, r.name from org_node n join org_node r on r.id = n.scope_ids[2]
   where n.kind in ('Campus', 'GraduateNetwork') and n.state = 'active' and r.state = 'active'
     and n.scope_ids[1] in (select w.scope_ids[1] from org_node w where w.id = any (app.nodes('Transfer.write')))
   order by r.name, n.name, n.id
$$;
-- Who answers offers to a place: the holders of these roles at the nearest place, itself or above, that has any.
create function app.transfer_receivers(offer uuid, roles text[], networks text[], at timestamptz) returns table (person_id uuid)
language sql stable security definer set search_path = public, app as $$
  with sitting as (
    select distinct a.person_id, cardinality(a.scope_ids) depth
      from transfer t join org_node o on o.id = t.to_node_id join role_assignment a on a.node_id = any (t.to_ids)
     where t.id = offer and t.scope_ids && app.nodes('Transfer.read') and a.role = any (roles)
       and (a.role <> all (networks) or o.kind in ('GraduateNetwork', 'GraduateGroup'))
       and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
       and exists (select from account c where c.person_id = a.person_id and c.deactivated_at is null))
  select s.person_id from sitting s where s.depth = (select max(depth) from sitting)
$$;

-- ── Row-level security (ACS-4) ───────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['note', 'care_note', 'care_note_share', 'break_glass', 'follow_up', 'relation', 'household', 'household_member', 'transfer'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
  end loop;
end $$;

-- Nobody reads what is noted about themself.
grant select, insert, delete on note to ministry_app;
grant update (body, updated_at, version, kept, person_id, author_id) on note to ministry_app;
create policy app_read on note for select to ministry_app using (scope_ids && (select app.nodes('Note.read')) and person_id is distinct from (select app.person_id()));
create policy app_write on note for insert to ministry_app with check (author_id = (select app.person_id()) and scope_ids && (select app.nodes('Note.write')));
create policy app_change on note for update to ministry_app using (scope_ids && (select app.nodes('Note.write')) and person_id is distinct from (select app.person_id()));
create policy app_remove on note for delete to ministry_app using (scope_ids && (select app.nodes('Note.write')) and person_id is distinct from (select app.person_id()));

-- Through its door alone; then for the author, whom they named, who leads the place, and who broke the glass over this person.
grant select, insert, delete on care_note to ministry_app;
grant update (sealed, updated_at, version) on care_note to ministry_app;
create policy app_read on care_note for select to ministry_app using (
  cardinality((select app.care('door'))) > 0 and (
    author_id = (select app.person_id())
    or person_id is distinct from (select app.person_id()) and (
      app.care_shared(id)
      or scope_ids && (select app.care('lead'))
      or scope_ids && (select app.care('write')) and person_id = any ((select app.care('opened'))::uuid[]) and app.glass_broken(person_id))));
create policy app_write on care_note for insert to ministry_app with check (
  author_id = (select app.person_id()) and person_id is distinct from (select app.person_id()) and scope_ids && (select app.care('write')));
create policy app_change on care_note for update to ministry_app using (author_id = (select app.person_id())) with check (author_id = (select app.person_id()));
create policy app_remove on care_note for delete to ministry_app using (author_id = (select app.person_id()));
grant select, insert, delete on care_note_share to ministry_app;
create policy app_read on care_note_share for select to ministry_app using ((select true from care_note c where c.id = note_id));
create policy app_write on care_note_share for insert to ministry_app with check (app.care_written(note_id));
create policy app_remove on care_note_share for delete to ministry_app using (app.care_written(note_id));
grant select, insert on break_glass to ministry_app;
create policy app_read on break_glass for select to ministry_app using (
  by_person_id = (select app.person_id()) or scope_ids && (select app.nodes('AuditEntry.read')) or app.care_written_about(person_id));
create policy app_write on break_glass for insert to ministry_app with check (by_person_id = (select app.person_id()) and scope_ids && (select app.care('write')));

grant select, insert on follow_up to ministry_app;
grant update (assignee_id, title, detail, due_on, snoozed_until, wanted_on, state, outcome, closed_at, closed_by, updated_at, version, person_id, created_by) on follow_up to ministry_app;
create policy app_read on follow_up for select to ministry_app using (
  person_id is distinct from (select app.person_id()) and (
    scope_ids && (select app.nodes('FollowUp.read'))
    or assignee_id = (select app.person_id()) and (select true from person p where p.id = person_id)));
create policy app_write on follow_up for insert to ministry_app with check (scope_ids && (select app.nodes('FollowUp.write')) and person_id is distinct from (select app.person_id()));
create policy app_change on follow_up for update to ministry_app using (
  person_id is distinct from (select app.person_id()) and (
    scope_ids && (select app.nodes('FollowUp.write'))
    or assignee_id = (select app.person_id()) and (select true from person p where p.id = person_id)))
  with check (true);

-- Who may read both sees what they are to each other.
grant select, insert, delete on relation to ministry_app;
grant update (a_id, b_id, created_by) on relation to ministry_app;
create policy app_read on relation for select to ministry_app using (
  (select p.scope_ids from person p where p.id = a_id) && (select app.nodes('Household.read')) and (select p.scope_ids from person p where p.id = b_id) && (select app.nodes('Household.read')));
create policy app_write on relation for insert to ministry_app with check (
  (select p.scope_ids from person p where p.id = a_id) && (select app.nodes('Household.write')) and (select p.scope_ids from person p where p.id = b_id) && (select app.nodes('Household.write')));
create policy app_change on relation for update to ministry_app using (
  (select p.scope_ids from person p where p.id = a_id) && (select app.nodes('Household.write')) and (select p.scope_ids from person p where p.id = b_id) && (select app.nodes('Household.write')));
create policy app_remove on relation for delete to ministry_app using (
  (select p.scope_ids from person p where p.id = a_id) && (select app.nodes('Household.write')) and (select p.scope_ids from person p where p.id = b_id) && (select app.nodes('Household.write')));
grant select, insert, delete on household_member to ministry_app;
grant update (household_id, person_id, role) on household_member to ministry_app;
create policy app_read on household_member for select to ministry_app using ((select p.scope_ids from person p where p.id = person_id) && (select app.nodes('Household.read')));
create policy app_write on household_member for insert to ministry_app with check ((select p.scope_ids from person p where p.id = person_id) && (select app.nodes('Household.write')));
create policy app_change on household_member for update to ministry_app using ((select p.scope_ids from person p where p.id = person_id) && (select app.nodes('Household.write')));
create policy app_remove on household_member for delete to ministry_app using ((select p.scope_ids from person p where p.id = person_id) && (select app.nodes('Household.write')));
grant select, insert on household to ministry_app;
grant update (name) on household to ministry_app;
create policy app_read on household for select to ministry_app using ((select true from household_member m where m.household_id = household.id limit 1));
create policy app_write on household for insert to ministry_app with check (cardinality((select app.nodes('Household.write'))) > 0);
create policy app_change on household for update to ministry_app using (
  cardinality((select app.nodes('Household.write'))) > 0 and (select true from household_member m where m.household_id = household.id limit 1));

grant select, insert on transfer to ministry_app;
grant update (state, decided_by, decided_at, decision_reason, placed_node_id, person_id) on transfer to ministry_app;
create policy app_read on transfer for select to ministry_app using (scope_ids && (select app.nodes('Transfer.read')));
create policy app_write on transfer for insert to ministry_app with check (
  offered_by = (select app.person_id()) and state = 'open' and from_ids && (select app.nodes('Transfer.write')));
create policy app_change on transfer for update to ministry_app using (scope_ids && (select app.nodes('Transfer.write')));

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it; taken back below
do $$
declare f text;
begin
  foreach f in array array['from_person()', 'care_follows()', 'transfer_before()', 'care_moved()', 'household_left()', 'care_shared(uuid)', 'care_written(uuid)',
                           'care_written_about(uuid)', 'glass_broken(uuid)', 'colleague_names(uuid[])', 'follow_up_takers(uuid, text[], text[], timestamptz)',
                           'transfer_words(uuid[])', 'transfer_targets()', 'transfer_receivers(uuid, text[], text[], timestamptz)'] loop
    execute format('alter function app.%s owner to ministry_keeper', f);
    execute format('revoke all on function app.%s from public', f);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
grant execute on function app.care_shared(uuid), app.care_written(uuid), app.care_written_about(uuid), app.glass_broken(uuid), app.colleague_names(uuid[]),
  app.follow_up_takers(uuid, text[], text[], timestamptz), app.transfer_words(uuid[]), app.transfer_targets(), app.transfer_receivers(uuid, text[], text[], timestamptz) to ministry_app;
