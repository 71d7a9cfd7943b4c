-- The file of an import, kept until it is written, so that it can be read in another way. Source: IMP-2.

-- CreateTable
CREATE TABLE "import_part" (
    "import_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "import_part_pkey" PRIMARY KEY ("import_id","number")
);

-- AddForeignKey
ALTER TABLE "import_part" ADD CONSTRAINT "import_part_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table import_part add constraint import_part_size check (length(bytes) between 1 and 1048576);
-- Text and sheets that are packed already gain nothing from being packed again.
alter table import_part alter column bytes set storage external;

-- ── Nothing is kept longer than it is of use ─────────────────────────────────────────────────────────────────
create function app.import_parts_gone() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  delete from import_part where import_id = new.id;
  return null;
end $$;
create trigger import_parts_gone after update of state on import
  for each row when (new.state in ('committing', 'done', 'cancelled') and old.state is distinct from new.state) execute function app.import_parts_gone();

-- ── Row-level security: as of the rows that were read from it ────────────────────────────────────────────────
alter table import_part enable row level security;
alter table import_part force row level security;
create policy keeper on import_part to ministry_keeper using (true) with check (true);
grant select, insert, update, delete on import_part to ministry_keeper;
grant select, insert on import_part to ministry_app;
create policy app_read on import_part for select to ministry_app using ((select i.scope_ids from import i where i.id = import_id) && (select app.nodes('Import.read')));
create policy app_write on import_part for insert to ministry_app with check ((select i.scope_ids from import i where i.id = import_id) && (select app.nodes('Import.write')));

grant create on schema app to ministry_keeper; -- needed to hand the function over to it
alter function app.import_parts_gone() owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.import_parts_gone() from public;
