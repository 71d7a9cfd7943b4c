create extension if not exists pg_trgm;
create extension if not exists unaccent;


-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "username" TEXT,
    "email" TEXT NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deactivated_at" TIMESTAMPTZ(3),
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "device" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_reset" (
    "token_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_event" (
    "id" UUID NOT NULL,
    "account_id" UUID,
    "outcome" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "device" TEXT,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "sign_in_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "invited_by" UUID,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "node_id" UUID,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "granted_by" UUID,
    "reason" TEXT,
    "ended_by" UUID,
    "end_reason" TEXT,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor_account_id" UUID,
    "actor_person_id" UUID,
    "actor_kind" TEXT NOT NULL,
    "noun" TEXT NOT NULL,
    "subject_id" UUID,
    "node_id" UUID,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "before" JSONB,
    "after" JSONB,
    "person_id" UUID,
    "personal_before" JSONB,
    "personal_after" JSONB,
    "reason" TEXT,
    "request_id" TEXT,
    "address" TEXT,
    "device" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" UUID NOT NULL,
    "seq" BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    "name" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing_mail" (
    "id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "state" TEXT NOT NULL DEFAULT 'kept',
    "provider_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "node_id" UUID NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "mapping" JSONB,
    "options" JSONB,
    "plan" JSONB,
    "result" JSONB,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "planned_rows" INTEGER NOT NULL DEFAULT 0,
    "done_rows" INTEGER NOT NULL DEFAULT 0,
    "problem" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_row" (
    "import_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "cells" JSONB NOT NULL,
    "key" TEXT,
    "verdict" TEXT,
    "detail" JSONB,
    "outcome" TEXT,
    "person_id" UUID,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("import_id","number")
);

-- CreateTable
CREATE TABLE "import_mapping" (
    "node_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "import_mapping_pkey" PRIMARY KEY ("node_id","kind","fingerprint")
);

-- CreateTable
CREATE TABLE "org_node" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "code" TEXT,
    "time_zone" TEXT,
    "currency" TEXT,
    "language" TEXT,
    "country" TEXT,
    "contact_email" TEXT,
    "contact_phone" TEXT,
    "address" TEXT,
    "website" TEXT,
    "calendar" JSONB,
    "state" TEXT NOT NULL DEFAULT 'active',
    "opened_on" DATE NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "depth" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "org_node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "node_version" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "reason" TEXT,
    "by_person" UUID,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "node_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people_count" (
    "node_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "people_count_pkey" PRIMARY KEY ("node_id","state")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "preferred_name" TEXT,
    "sort_name" TEXT NOT NULL DEFAULT '',
    "search" TEXT NOT NULL DEFAULT '',
    "gender" TEXT,
    "birth_date" TEXT,
    "emails" TEXT[],
    "phones" TEXT[],
    "street" TEXT,
    "city" TEXT,
    "province" TEXT,
    "postal_code" TEXT,
    "country" TEXT,
    "institution" TEXT,
    "course_of_study" TEXT,
    "expected_graduation" TEXT,
    "expected_graduation_source" TEXT,
    "languages" TEXT[],
    "emergency_name" TEXT,
    "emergency_phone" TEXT,
    "do_not_contact" BOOLEAN NOT NULL DEFAULT false,
    "listed_in_group" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'visitor',
    "home_node_id" UUID,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "home_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "is_home" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "joined_on" DATE NOT NULL,
    "left_on" DATE,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership_state" (
    "id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "since" DATE NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "by_person" UUID,

    CONSTRAINT "membership_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_scope" (
    "ancestor_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "sort_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,

    CONSTRAINT "person_scope_pkey" PRIMARY KEY ("ancestor_id","person_id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "given" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "by_person" UUID,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "do_not_contact" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "by_person" UUID,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" UUID,

    CONSTRAINT "do_not_contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_key" (
    "source" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,

    CONSTRAINT "person_key_pkey" PRIMARY KEY ("node_id","source","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_username_key" ON "account"("username");

-- CreateIndex
CREATE UNIQUE INDEX "account_email_key" ON "account"("email");

-- CreateIndex
CREATE INDEX "account_person_id_idx" ON "account"("person_id");

-- CreateIndex
CREATE INDEX "account_scope_ids_idx" ON "account" USING GIN ("scope_ids");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "password_reset_account_id_idx" ON "password_reset"("account_id");

-- CreateIndex
CREATE INDEX "sign_in_event_account_id_at_idx" ON "sign_in_event"("account_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_person_id_idx" ON "invitation"("person_id");

-- CreateIndex
CREATE INDEX "invitation_scope_ids_idx" ON "invitation" USING GIN ("scope_ids");

-- CreateIndex
CREATE INDEX "role_assignment_person_id_idx" ON "role_assignment"("person_id");

-- CreateIndex
CREATE INDEX "role_assignment_node_id_idx" ON "role_assignment"("node_id");

-- CreateIndex
CREATE INDEX "role_assignment_scope_ids_idx" ON "role_assignment" USING GIN ("scope_ids");

-- CreateIndex
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_subject_id_at_idx" ON "audit_entry"("subject_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_actor_person_id_at_idx" ON "audit_entry"("actor_person_id", "at");

-- CreateIndex
CREATE INDEX "outgoing_mail_created_at_id_idx" ON "outgoing_mail"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "installation_token_hash_key" ON "installation"("token_hash");

-- CreateIndex
CREATE INDEX "import_node_id_created_at_idx" ON "import"("node_id", "created_at");

-- CreateIndex
CREATE INDEX "import_row_import_id_verdict_number_idx" ON "import_row"("import_id", "verdict", "number");

-- CreateIndex
CREATE INDEX "import_row_import_id_key_idx" ON "import_row"("import_id", "key");

-- CreateIndex
CREATE INDEX "org_node_parent_id_idx" ON "org_node"("parent_id");

-- CreateIndex
CREATE INDEX "node_version_node_id_valid_from_idx" ON "node_version"("node_id", "valid_from");

-- CreateIndex
CREATE INDEX "person_emails_idx" ON "person" USING GIN ("emails");

-- CreateIndex
CREATE INDEX "person_phones_idx" ON "person" USING GIN ("phones");

-- CreateIndex
CREATE INDEX "person_scope_search" ON "person" USING GIN ("scope_ids", "search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "membership_person_id_idx" ON "membership"("person_id");

-- CreateIndex
CREATE INDEX "membership_node_id_idx" ON "membership"("node_id");

-- CreateIndex
CREATE INDEX "membership_state_membership_id_since_idx" ON "membership_state"("membership_id", "since");

-- CreateIndex
CREATE INDEX "person_scope_ancestor_id_sort_name_person_id_idx" ON "person_scope"("ancestor_id", "sort_name", "person_id");

-- CreateIndex
CREATE INDEX "person_scope_ancestor_id_state_sort_name_person_id_idx" ON "person_scope"("ancestor_id", "state", "sort_name", "person_id");

-- CreateIndex
CREATE INDEX "person_scope_person_id_idx" ON "person_scope"("person_id");

-- CreateIndex
CREATE INDEX "consent_person_id_at_idx" ON "consent"("person_id", "at");

-- CreateIndex
CREATE INDEX "do_not_contact_person_id_idx" ON "do_not_contact"("person_id");

-- CreateIndex
CREATE INDEX "person_key_person_id_idx" ON "person_key"("person_id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_event" ADD CONSTRAINT "sign_in_event_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_node" ADD CONSTRAINT "org_node_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_version" ADD CONSTRAINT "node_version_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "people_count" ADD CONSTRAINT "people_count_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership_state" ADD CONSTRAINT "membership_state_membership_id_fkey" FOREIGN KEY ("membership_id") REFERENCES "membership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "do_not_contact" ADD CONSTRAINT "do_not_contact_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_key" ADD CONSTRAINT "person_key_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Roles. Group roles carry the rights; the product makes one login per database in each (packages/db/src/logins.ts).
--   ministry_app       the web application: row-level security decides which rows it sees
--   ministry_auth      sign-in only: accounts, sessions, and the roles of whoever signs in
--   ministry_relay     outbox only
--   ministry_executor  schema workflow only (its own migration grants that)
--   ministry_keeper    nobody signs in as it; owns the functions that keep derived rows
do $$
declare role_name text;
begin
  foreach role_name in array array['ministry_app', 'ministry_auth', 'ministry_relay', 'ministry_executor', 'ministry_keeper'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin nobypassrls', role_name);
      exception when duplicate_object or unique_violation then null; -- another database's migration was quicker
      end;
    end if;
  end loop;
  execute format('grant ministry_keeper to %I', current_user);
end $$;

create schema if not exists app;
grant usage on schema app to ministry_app, ministry_auth, ministry_relay, ministry_keeper;
grant create on schema app to ministry_keeper; -- needed to hand functions over to it
grant usage on schema public to ministry_app, ministry_auth, ministry_relay, ministry_executor, ministry_keeper;

-- ── Context of the transaction: set by packages/db, read by the policies ─────────────────────────────────────
create function app.person_id() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.person', true), '')::uuid $$;
create function app.account_id() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.account', true), '')::uuid $$;
-- Nodes whose subtree the present context may read (or write) as far as this noun goes.
create function app.nodes(right_name text) returns uuid[] language sql stable parallel safe as $$
  select coalesce(
    (select array_agg(node::uuid)
       from jsonb_array_elements(nullif(current_setting('app.scope', true), '')::jsonb) held
      cross join jsonb_array_elements_text(held -> 'n') node
      where held -> 'r' ? right_name), '{}'::uuid[])
$$;

-- Search folds case and accents. Immutable, because the dictionary is named and never changed under an index.
create function app.fold(value text) returns text language sql immutable parallel safe strict as
  $$ select lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table org_node
  add constraint org_node_kind check (kind in ('National', 'Region', 'Board', 'Campus', 'GraduateNetwork', 'SmallGroup', 'GraduateGroup')),
  add constraint org_node_state check (state in ('active', 'closed')),
  add constraint org_node_root check ((kind = 'National') = (parent_id is null)),
  add constraint org_node_name check (length(btrim(name)) between 1 and 200);
alter table person
  add constraint person_state check (state in ('visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived')),
  add constraint person_name check (length(btrim(name)) between 1 and 300),
  add constraint person_birth_date check (birth_date ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  add constraint person_graduation check (expected_graduation ~ '^\d{4}(-\d{2})?$');
alter table membership
  add constraint membership_state_known check (state in ('visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived')),
  add constraint membership_dates check (left_on is null or left_on >= joined_on);
create unique index membership_one_home on membership (person_id) where is_home and left_on is null;
create unique index membership_once_per_node on membership (person_id, node_id) where left_on is null;
alter table role_assignment add constraint role_assignment_dates check (ends_at is null or ends_at >= starts_at);
alter table account
  add constraint account_email_lower check (email = lower(email)),
  add constraint account_username_lower check (username = lower(username) and username !~ '@');
alter table import_row
  add constraint import_row_verdict check (verdict in ('create', 'change', 'skip', 'conflict', 'error')),
  add constraint import_row_outcome check (outcome in ('created', 'changed', 'skipped', 'failed'));
create index import_row_unplanned on import_row (import_id, number) where verdict is null;
create index import_row_waiting on import_row (import_id, number) where outcome is null and verdict in ('create', 'change');
create index outbox_waiting on outbox_event (seq) where delivered_at is null;
create index audit_entry_scope on audit_entry using gin (scope_ids);
create index org_node_scope on org_node using gin (scope_ids);
create index membership_scope on membership using gin (scope_ids);
create index outgoing_mail_scope on outgoing_mail using gin (scope_ids);
create unique index org_node_code on org_node ((scope_ids[1]), lower(code)) where code is not null;

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
-- The functions run as ministry_keeper, whom the policies let through, so that they work under FORCE ROW LEVEL SECURITY.

create function app.node_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if new.parent_id is null then
    new.scope_ids := array[new.id];
  else
    select p.scope_ids || new.id into strict new.scope_ids from org_node p where p.id = new.parent_id for share;
  end if;
  new.depth := cardinality(new.scope_ids) - 1;
  return new;
end $$;

-- A move: everything that hangs on the subtree gets its new ancestors, at once and in the same transaction.
create function app.node_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
declare moved uuid[];
begin
  update org_node n
     set scope_ids = new.scope_ids || n.scope_ids[cardinality(old.scope_ids) + 1 :],
         depth = cardinality(new.scope_ids) + cardinality(n.scope_ids) - cardinality(old.scope_ids) - 1
   where n.scope_ids @> array[new.id] and n.id <> new.id;
  select array_agg(id) into moved from org_node where scope_ids @> array[new.id];
  update node_version v set scope_ids = n.scope_ids from org_node n where n.id = v.node_id and n.id = any (moved);
  update role_assignment a set scope_ids = n.scope_ids from org_node n where n.id = a.node_id and n.id = any (moved);
  update invitation i set scope_ids = n.scope_ids from org_node n where n.id = i.node_id and n.id = any (moved);
  update import i set scope_ids = n.scope_ids from org_node n where n.id = i.node_id and n.id = any (moved);
  update import_mapping i set scope_ids = n.scope_ids from org_node n where n.id = i.node_id and n.id = any (moved);
  update membership m set scope_ids = n.scope_ids from org_node n where n.id = m.node_id and n.id = any (moved);
  return null;
end $$;

create function app.from_node() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  select n.scope_ids into new.scope_ids from org_node n where n.id = new.node_id;
  new.scope_ids := coalesce(new.scope_ids, '{}');
  return new;
end $$;

create function app.person_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if tg_op = 'INSERT' then
    -- Until the home membership stands (same transaction), the person already belongs to its node.
    select n.scope_ids into new.home_ids from org_node n where n.id = new.home_node_id;
    new.home_ids := coalesce(new.home_ids, '{}');
    new.scope_ids := new.home_ids;
  elsif new.name is distinct from old.name and new.sort_name = old.sort_name then
    new.sort_name := '';
  end if;
  new.sort_name := app.fold(coalesce(nullif(new.sort_name, ''), new.name));
  new.search := app.fold(new.name || coalesce(' ' || new.preferred_name, ''));
  return new;
end $$;

create function app.person_renamed() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update person_scope set sort_name = new.sort_name where person_id = new.id;
  return null;
end $$;

-- Sets scope, home and list rows of these people from their open memberships. One statement each, however many people.
create function app.refresh_people(people uuid[]) returns void language plpgsql security definer set search_path = public, app as $$
begin
  perform 1 from person where id = any (people) order by id for update;
  update person p
     set scope_ids = w.scope_ids, home_ids = w.home_ids, home_node_id = w.home_node_id, state = w.state
    from (select ids.id,
                 coalesce((select array_agg(distinct a.id) from membership m cross join unnest(m.scope_ids) a(id)
                            where m.person_id = ids.id and m.left_on is null), '{}') scope_ids,
                 coalesce(h.scope_ids, '{}') home_ids, h.node_id home_node_id, coalesce(h.state, 'archived') state
            from unnest(people) ids(id)
            left join lateral (select m.scope_ids, m.node_id, m.state from membership m
                                where m.person_id = ids.id and m.left_on is null and m.is_home limit 1) h on true) w
   where p.id = w.id
     and (p.scope_ids, p.home_ids, p.home_node_id, p.state) is distinct from (w.scope_ids, w.home_ids, w.home_node_id, w.state);
  delete from person_scope s where s.person_id = any (people)
    and not exists (select from membership m where m.person_id = s.person_id and m.left_on is null and m.scope_ids @> array[s.ancestor_id]);
  insert into person_scope (ancestor_id, person_id, sort_name, state)
  select distinct on (a.id, m.person_id) a.id, m.person_id, p.sort_name, m.state
    from membership m join person p on p.id = m.person_id cross join unnest(m.scope_ids) a(id)
   where m.person_id = any (people) and m.left_on is null
   order by a.id, m.person_id, m.is_home desc, m.joined_on, m.id
  on conflict (ancestor_id, person_id) do update set state = excluded.state, sort_name = excluded.sort_name
   where (person_scope.state, person_scope.sort_name) is distinct from (excluded.state, excluded.sort_name);
  update account c set scope_ids = app.account_scope(c.person_id) where c.person_id = any (people);
end $$;

-- An account is in the care of whoever cares for the person's memberships and of the nodes where the person holds a role.
create function app.account_scope(person uuid) returns uuid[] language sql stable security definer set search_path = public, app as $$
  select coalesce(array_agg(distinct id), '{}') from (
    select unnest(m.scope_ids) id from membership m where m.person_id = person and m.left_on is null
    union select unnest(a.scope_ids) from role_assignment a where a.person_id = person and a.ends_at is null) ids
$$;

create function app.membership_changed() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if tg_op = 'INSERT' then perform app.refresh_people((select array_agg(distinct person_id) from changed));
  else perform app.refresh_people((select array_agg(distinct person_id) from (select person_id from changed union select person_id from previous) both_sides));
  end if;
  return null;
end $$;

create function app.assignment_changed() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update account c set scope_ids = app.account_scope(c.person_id) where c.person_id = new.person_id;
  return null;
end $$;

create function app.account_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  new.scope_ids := app.account_scope(new.person_id);
  return new;
end $$;

create function app.sign_in_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  select c.scope_ids into new.scope_ids from account c where c.id = new.account_id;
  new.scope_ids := coalesce(new.scope_ids, '{}');
  return new;
end $$;

-- People per node and state. Rows are touched in one fixed order, so that two writers never wait for each other in a circle.
create function app.people_counted() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if tg_op = 'INSERT' then
    insert into people_count (node_id, state, people)
    select ancestor_id, state, count(*) from changed group by 1, 2 order by 1, 2
    on conflict (node_id, state) do update set people = people_count.people + excluded.people;
  elsif tg_op = 'DELETE' then
    insert into people_count (node_id, state, people)
    select ancestor_id, state, -count(*) from previous group by 1, 2 order by 1, 2
    on conflict (node_id, state) do update set people = people_count.people + excluded.people;
  else
    insert into people_count (node_id, state, people)
    select ancestor_id, state, sum(delta) from (
      select ancestor_id, state, 1 delta from changed union all select ancestor_id, state, -1 from previous) d
     group by 1, 2 having sum(delta) <> 0 order by 1, 2
    on conflict (node_id, state) do update set people = people_count.people + excluded.people;
  end if;
  return null;
end $$;

create trigger node_before before insert or update of parent_id on org_node for each row execute function app.node_before();
create trigger node_moved after update of parent_id on org_node for each row when (old.parent_id is distinct from new.parent_id) execute function app.node_moved();
create trigger node_version_scope before insert on node_version for each row execute function app.from_node();
create trigger membership_scope before insert on membership for each row execute function app.from_node();
create trigger role_assignment_scope before insert on role_assignment for each row execute function app.from_node();
create trigger invitation_scope before insert on invitation for each row execute function app.from_node();
create trigger import_scope before insert on import for each row execute function app.from_node();
create trigger import_mapping_scope before insert on import_mapping for each row execute function app.from_node();
create trigger person_before before insert or update of name, preferred_name, sort_name on person for each row execute function app.person_before();
create trigger person_renamed after update of name, preferred_name, sort_name on person for each row when (old.sort_name is distinct from new.sort_name) execute function app.person_renamed();
create trigger membership_added after insert on membership referencing new table as changed for each statement execute function app.membership_changed();
create trigger membership_changed after update on membership referencing new table as changed old table as previous for each statement execute function app.membership_changed();
create trigger assignment_changed after insert or update on role_assignment for each row execute function app.assignment_changed();
create trigger account_before before insert on account for each row execute function app.account_before();
create trigger sign_in_before before insert on sign_in_event for each row execute function app.sign_in_before();
create trigger people_counted_in after insert on person_scope referencing new table as changed for each statement execute function app.people_counted();
create trigger people_counted_out after delete on person_scope referencing old table as previous for each statement execute function app.people_counted();
create trigger people_counted_over after update on person_scope referencing new table as changed old table as previous for each statement execute function app.people_counted();

-- The relay sleeps until there is something to deliver.
create function app.outbox_written() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox', '');
  return null;
end $$;
create trigger outbox_written after insert on outbox_event for each statement execute function app.outbox_written();

-- ── Reading by more than one table ───────────────────────────────────────────────────────────────────────────
-- Name search. Trigram operators may leak and are therefore never pushed below a policy; this function asks the same
-- question as the policy of person itself and can use the index. At most `cap` rows, best first.
create function app.search_people(node uuid, query text, cap int) returns table (id uuid, score real)
language plpgsql stable security definer set search_path = public, app as $$
declare
  mine uuid[] := app.nodes('Person.read');
  folded text := app.fold(btrim(query));
  pattern text := '%' || replace(replace(replace(folded, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if folded = '' or not exists (select from org_node n where n.id = node and n.scope_ids && mine) then return; end if;
  return query
    select p.id, (case when p.search like ltrim(pattern, '%') then 3 when p.search like '% ' || ltrim(pattern, '%') then 2.5 else 2 end)::real
      from person p where p.scope_ids @> array[node] and p.search like pattern limit cap;
  if not found and length(folded) >= 3 then
    return query
      select p.id, word_similarity(folded, p.search)
        from person p where p.scope_ids @> array[node] and folded <% p.search limit cap;
  end if;
end $$;

-- Who leads these nodes: names and roles of present leaders, for everybody who may see the node (ORG-4).
create function app.node_leaders(nodes uuid[], at timestamptz, roles text[]) returns table (node_id uuid, role text, person_id uuid, name text, since timestamptz)
language sql stable security definer set search_path = public, app as $$
  select a.node_id, a.role, p.id, coalesce(p.preferred_name, p.name), a.starts_at
    from role_assignment a join person p on p.id = a.person_id join org_node n on n.id = a.node_id
   where a.node_id = any (nodes) and a.role = any (roles)
     and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and (n.scope_ids && app.nodes('OrgNode.read') or n.id = any (app.nodes('OrgNode.read.above')))
   order by a.node_id, a.starts_at
$$;

-- ── Row-level security: the second wall (ACS-4) ──────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  for t in select tablename from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
  end loop;
end $$;

grant select, insert, update on org_node, node_version, membership, membership_state, person, role_assignment, invitation, import, import_row, import_mapping, outgoing_mail to ministry_app;
grant delete on import_row to ministry_app;
grant select, insert on consent, audit_entry, person_key to ministry_app;
grant select, insert, update on do_not_contact to ministry_app;
grant select, insert on account to ministry_app;
grant update (username, email, deactivated_at, password_hash) on account to ministry_app;
grant select on person_scope, people_count, sign_in_event to ministry_app;
grant select, delete on session to ministry_app;
grant insert on outbox_event to ministry_app, ministry_auth;

create policy app_read on org_node for select to ministry_app using (scope_ids && (select app.nodes('OrgNode.read')) or id = any ((select app.nodes('OrgNode.read.above'))::uuid[]));
create policy app_write on org_node for insert to ministry_app with check (scope_ids && (select app.nodes('OrgNode.write')));
create policy app_change on org_node for update to ministry_app using (scope_ids && (select app.nodes('OrgNode.write'))) with check (scope_ids && (select app.nodes('OrgNode.write')));
create policy app_read on node_version for select to ministry_app using (scope_ids && (select app.nodes('OrgNode.read')));
create policy app_write on node_version for insert to ministry_app with check (scope_ids && (select app.nodes('OrgNode.write')));
create policy app_change on node_version for update to ministry_app using (scope_ids && (select app.nodes('OrgNode.write')));
create policy app_read on people_count for select to ministry_app using ((select n.scope_ids from org_node n where n.id = node_id) && (select app.nodes('Person.read')));

create policy app_read on person for select to ministry_app using (
  scope_ids && (select app.nodes('Person.read'))
  or id = (select app.person_id())
  or (state = 'pre_graduate' and scope_ids && (select app.nodes('Person.read.pre_graduate')))
  or (listed_in_group and scope_ids && (select app.nodes('Person.read.listed'))));
create policy app_write on person for insert to ministry_app with check (home_ids && (select app.nodes('Person.write')));
create policy app_change on person for update to ministry_app
  using (home_ids && (select app.nodes('Person.write')) or id = (select app.person_id()))
  with check (home_ids && (select app.nodes('Person.write')) or id = (select app.person_id()));
-- Not EXISTS: a scalar sub-select is probed row by row and never hashed over the whole tree.
create policy app_read on person_scope for select to ministry_app using ((select n.scope_ids from org_node n where n.id = ancestor_id) && (select app.nodes('Person.read')));

-- Every app.nodes() stands in a sub-select of its own, so that it is asked once per statement and not once per row.
create policy app_read on membership for select to ministry_app using (scope_ids && (select app.nodes('Membership.read')) or person_id = (select app.person_id()));
create policy app_write on membership for insert to ministry_app with check (scope_ids && (select app.nodes('Membership.write')));
create policy app_change on membership for update to ministry_app using (scope_ids && (select app.nodes('Membership.write'))) with check (scope_ids && (select app.nodes('Membership.write')));
create policy app_read on membership_state for select to ministry_app using (
  (select m.scope_ids from membership m where m.id = membership_id) && (select app.nodes('Membership.read'))
  or (select m.person_id from membership m where m.id = membership_id) = (select app.person_id()));
create policy app_write on membership_state for insert to ministry_app with check ((select m.scope_ids from membership m where m.id = membership_id) && (select app.nodes('Membership.write')));
do $$
declare t text;
begin
  foreach t in array array['consent', 'do_not_contact', 'person_key'] loop
    execute format($p$create policy app_read on %I for select to ministry_app using (person_id = (select app.person_id()) or (select p.scope_ids from person p where p.id = person_id) && (select app.nodes('Person.read')))$p$, t);
    execute format($p$create policy app_write on %I for insert to ministry_app with check (person_id = (select app.person_id()) or (select p.home_ids from person p where p.id = person_id) && (select app.nodes('Person.write')))$p$, t);
    if t = 'do_not_contact' then
      execute format($p$create policy app_change on %I for update to ministry_app using (person_id = (select app.person_id()) or (select p.home_ids from person p where p.id = person_id) && (select app.nodes('Person.write')))$p$, t);
    end if;
  end loop;
end $$;

create policy app_read on account for select to ministry_app using (scope_ids && (select app.nodes('Account.read')) or id = (select app.account_id()));
create policy app_write on account for insert to ministry_app with check (scope_ids && (select app.nodes('Account.write')));
create policy app_change on account for update to ministry_app using (scope_ids && (select app.nodes('Account.write')) or id = (select app.account_id()));
create policy app_read on session for select to ministry_app using (account_id = (select app.account_id()));
create policy app_end on session for delete to ministry_app using (account_id = (select app.account_id()) or (select c.scope_ids from account c where c.id = account_id) && (select app.nodes('Account.write')));
create policy app_read on sign_in_event for select to ministry_app using (scope_ids && (select app.nodes('SignInEvent.read')) or account_id = (select app.account_id()));
create policy app_read on invitation for select to ministry_app using (scope_ids && (select app.nodes('Invitation.read')));
create policy app_write on invitation for insert to ministry_app with check (scope_ids && (select app.nodes('Invitation.write')));
create policy app_change on invitation for update to ministry_app using (scope_ids && (select app.nodes('Invitation.write')));
create policy app_read on role_assignment for select to ministry_app using (scope_ids && (select app.nodes('RoleAssignment.read')) or person_id = (select app.person_id()));
create policy app_write on role_assignment for insert to ministry_app with check (scope_ids && (select app.nodes('RoleAssignment.write')));
create policy app_change on role_assignment for update to ministry_app using (scope_ids && (select app.nodes('RoleAssignment.write')));

create policy app_read on import for select to ministry_app using (scope_ids && (select app.nodes('Import.read')));
create policy app_write on import for insert to ministry_app with check (scope_ids && (select app.nodes('Import.write')));
create policy app_change on import for update to ministry_app using (scope_ids && (select app.nodes('Import.write')));
create policy app_read on import_row for select to ministry_app using ((select i.scope_ids from import i where i.id = import_id) && (select app.nodes('Import.read')));
create policy app_write on import_row for insert to ministry_app with check ((select i.scope_ids from import i where i.id = import_id) && (select app.nodes('Import.write')));
create policy app_change on import_row for update to ministry_app using ((select i.scope_ids from import i where i.id = import_id) && (select app.nodes('Import.write')));
create policy app_end on import_row for delete to ministry_app using ((select i.scope_ids from import i where i.id = import_id) && (select app.nodes('Import.write')));
create policy app_read on import_mapping for select to ministry_app using (scope_ids && (select app.nodes('Import.read')));
create policy app_write on import_mapping for insert to ministry_app with check (scope_ids && (select app.nodes('Import.write')));
create policy app_change on import_mapping for update to ministry_app using (scope_ids && (select app.nodes('Import.write')));

create policy app_read on audit_entry for select to ministry_app using (scope_ids && (select app.nodes('AuditEntry.read')));
create policy app_write on audit_entry for insert to ministry_app with check (true);
create policy app_write on outbox_event for insert to ministry_app with check (true);
create policy app_read on outgoing_mail for select to ministry_app using (scope_ids && (select app.nodes('OutgoingMail.read')));
create policy app_write on outgoing_mail for insert to ministry_app with check (true);

-- Sign-in: reads whoever knocks, and writes sessions, resets, sign-ins and the account an invitation opens.
grant select on account, person, role_assignment, membership, org_node, invitation, installation to ministry_auth;
grant insert on account, sign_in_event, audit_entry, outgoing_mail to ministry_auth;
grant select, insert, update, delete on session, password_reset to ministry_auth;
grant update (password_hash, username) on account to ministry_auth;
grant update (accepted_at) on invitation to ministry_auth;
grant insert, update on installation to ministry_auth;
grant select (id, state) on outgoing_mail to ministry_auth;
grant update (state, provider_id, sent_at) on outgoing_mail to ministry_auth;
do $$
declare t text;
begin
  foreach t in array array['account', 'person', 'role_assignment', 'membership', 'org_node', 'invitation', 'installation', 'session', 'password_reset', 'sign_in_event', 'audit_entry', 'outbox_event', 'outgoing_mail'] loop
    execute format('create policy auth_all on %I to ministry_auth using (true) with check (true)', t);
  end loop;
end $$;

grant select, delete on outbox_event to ministry_relay;
grant update (delivered_at) on outbox_event to ministry_relay;
create policy relay_all on outbox_event to ministry_relay using (true) with check (true);

-- The derived rows are kept by the keeper, never by whoever happens to write.
do $$
declare f record;
begin
  for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'app' and p.prosecdef loop
    execute format('alter function %s owner to ministry_keeper', f.signature);
    execute format('revoke all on function %s from public', f.signature);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
grant execute on function app.search_people(uuid, text, int), app.node_leaders(uuid[], timestamptz, text[]) to ministry_app;
