-- Files: what is stored, and what it is attached to. Source: DOC-1, ACS-3, ACS-4.

-- CreateTable
CREATE TABLE "file_object" (
    "storage_key" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "size" INTEGER NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_object_pkey" PRIMARY KEY ("storage_key")
);

-- CreateTable
CREATE TABLE "file" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "subject_noun" TEXT,
    "subject_id" UUID,
    "node_id" UUID,
    "attached_at" TIMESTAMPTZ(3),
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "file_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "file_object_account_id_begun_at_idx" ON "file_object"("account_id", "begun_at");

-- CreateIndex
CREATE INDEX "file_object_begun_at_idx" ON "file_object"("begun_at");

-- CreateIndex
CREATE UNIQUE INDEX "file_storage_key_key" ON "file"("storage_key");

-- CreateIndex
CREATE INDEX "file_subject_id_idx" ON "file"("subject_id");

-- CreateIndex
CREATE INDEX "file_account_id_idx" ON "file"("account_id");

-- CreateIndex
CREATE INDEX "file_scope_ids_idx" ON "file" USING GIN ("scope_ids");

-- AddForeignKey
ALTER TABLE "file" ADD CONSTRAINT "file_storage_key_fkey" FOREIGN KEY ("storage_key") REFERENCES "file_object"("storage_key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table file
  add constraint file_name check (length(name) between 1 and 200),
  add constraint file_size check (size >= 0),
  add constraint file_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  add constraint file_pixels check ((width is null) = (height is null)),
  add constraint file_noun check (subject_noun ~ '^([A-Z][a-z]+)+$'),
  add constraint file_subject check (num_nulls(subject_noun, subject_id, attached_at) in (0, 3) and (node_id is null or subject_id is not null));

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create trigger file_scope before insert or update of node_id on file for each row when (new.node_id is not null) execute function app.from_node();
create function app.files_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update file set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
-- The moved node itself and, by the statement that follows it, all below.
create trigger files_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.files_moved();
create index file_node on file (node_id) where node_id is not null;

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
-- Whether the present role sees the row that something hangs on: the policies of that row's own table decide, with the rights
-- of whoever asks. `ExpenseRequest` is the table `expense_request`.
create function app.sees(noun text, row_id uuid) returns boolean language plpgsql stable set search_path = public, app as $$
declare seen boolean; relation regclass := to_regclass('public.' || ltrim(lower(regexp_replace(noun, '([A-Z])', '_\1', 'g')), '_'));
begin
  if relation is null or noun !~ '^([A-Z][a-z]+)+$' then return false; end if;
  execute format('select exists (select from %s where id = $1)', relation) into seen using row_id;
  return seen;
end $$;

do $$
declare t text;
begin
  foreach t in array array['file_object', 'file'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
    execute format('create policy auth_all on %I to ministry_auth using (true) with check (true)', t);
    -- The sweep belongs to nobody who is signed in.
    execute format('grant select, delete on %I to ministry_auth', t);
  end loop;
end $$;

grant select, insert on file_object to ministry_app;
create policy app_read on file_object for select to ministry_app using (account_id = (select app.account_id()));
create policy app_write on file_object for insert to ministry_app with check (account_id = (select app.account_id()));

-- What is unattached is its uploader's; what is attached is seen by whoever sees what it hangs on, and by nobody else.
grant select, insert, delete on file to ministry_app;
grant update (subject_noun, subject_id, node_id, attached_at) on file to ministry_app;
create policy app_read on file for select to ministry_app using (
  case when subject_id is null then account_id = (select app.account_id()) else app.sees(subject_noun, subject_id) end);
create policy app_write on file for insert to ministry_app with check (account_id = (select app.account_id()) and subject_id is null);
create policy app_attach on file for update to ministry_app
  using (account_id = (select app.account_id()) and subject_id is null)
  with check (account_id = (select app.account_id()) and subject_id is not null and app.sees(subject_noun, subject_id));
create policy app_remove on file for delete to ministry_app using (account_id = (select app.account_id()));

grant create on schema app to ministry_keeper; -- needed to hand the function over to it
alter function app.files_moved() owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.files_moved(), app.sees(text, uuid) from public;
grant execute on function app.sees(text, uuid) to ministry_app, ministry_keeper;
