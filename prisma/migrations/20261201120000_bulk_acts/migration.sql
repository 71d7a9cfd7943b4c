-- Acts on many people at once, with what became of each person, and their undo. Source: PPL-3, ACS-4.

-- CreateTable
CREATE TABLE "bulk_act" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "what" JSONB NOT NULL,
    "asked" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "same" INTEGER NOT NULL DEFAULT 0,
    "left" INTEGER NOT NULL DEFAULT 0,
    "undone" INTEGER NOT NULL DEFAULT 0,
    "spared" INTEGER NOT NULL DEFAULT 0,
    "problem" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "bulk_act_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_row" (
    "bulk_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "outcome" TEXT,
    "reason" TEXT,
    "made_id" UUID,
    "written_at" TIMESTAMPTZ(3),
    "undone" TEXT,
    "undo_reason" TEXT,

    CONSTRAINT "bulk_row_pkey" PRIMARY KEY ("bulk_id","number")
);

-- CreateIndex
CREATE INDEX "bulk_act_node_id_idx" ON "bulk_act"("node_id");

-- CreateIndex
CREATE INDEX "bulk_act_account_id_id_idx" ON "bulk_act"("account_id", "id");

-- CreateIndex
CREATE INDEX "bulk_act_scope" ON "bulk_act" USING GIN ("scope_ids");

-- CreateIndex
CREATE INDEX "bulk_row_person_id_idx" ON "bulk_row"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "bulk_row_bulk_id_person_id_key" ON "bulk_row"("bulk_id", "person_id");

-- AddForeignKey
ALTER TABLE "bulk_act" ADD CONSTRAINT "bulk_act_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_row" ADD CONSTRAINT "bulk_row_bulk_id_fkey" FOREIGN KEY ("bulk_id") REFERENCES "bulk_act"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table bulk_act
  add constraint bulk_act_act check (act in ('tag', 'untag', 'join', 'follow-up')),
  add constraint bulk_act_state check (state in ('running', 'done', 'stopped', 'failed', 'undoing', 'undone'));
alter table bulk_row
  add constraint bulk_row_outcome check (outcome in ('done', 'same', 'left')),
  add constraint bulk_row_undone check (undone in ('undone', 'spared'));
create index bulk_row_waiting on bulk_row (bulk_id, number) where outcome is null;
create index bulk_row_to_undo on bulk_row (bulk_id, number) where undone is null and outcome = 'done';

create trigger bulk_act_scope before insert on bulk_act for each row execute function app.from_node();
create function app.bulk_acts_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update bulk_act set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
create trigger bulk_acts_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.bulk_acts_moved();

-- ── Taking back ──────────────────────────────────────────────────────────────────────────────────────────────
-- Nobody else may delete memberships. The functions ask themselves: the act is being undone, by who may undo acts there, and the row is
-- one that it has written.
create function app.undoing_bulk(the_act uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from bulk_act b where b.id = the_act and b.state = 'undoing' and b.scope_ids && (select app.nodes('BulkAct.write')))
$$;

-- Whose tag somebody has put on or taken away since the act wrote it, or who was merged with somebody who has it.
create function app.bulk_tag_touched(the_act uuid, people uuid[], tag uuid) returns table (person_id uuid)
language plpgsql stable security definer set search_path = public, app as $$
#variable_conflict use_column
begin
  if not app.undoing_bulk(the_act) then raise insufficient_privilege using message = 'This act is not being undone here.'; end if;
  return query
    select r.person_id from unnest(people) w(id) join bulk_row r on r.bulk_id = the_act and r.person_id = w.id
     where exists (select from audit_entry e
                    where e.subject_id = r.person_id and e.at > r.written_at and e.noun = 'Person' and e.personal_after ? 'tags'
                      and coalesce(e.personal_before -> 'tags' ? tag::text, false) is distinct from coalesce(e.personal_after -> 'tags' ? tag::text, false))
        or exists (select from person_merge m join person o on o.id = m.merged_id
                    where m.survivor_id = r.person_id and m.at > r.written_at and m.undone_at is null and o.tag_ids @> array[tag]);
end $$;

-- Removes memberships that the act made, where they are still as it made them. Gives the reason for each who is spared.
create function app.take_back_joined(the_act uuid, people uuid[]) returns table (person_id uuid, spared text)
language plpgsql volatile security definer set search_path = public, app as $$
#variable_conflict use_column
declare
  free uuid[];
  one uuid;
begin
  if not app.undoing_bulk(the_act) then raise insufficient_privilege using message = 'This act is not being undone here.'; end if;
  for person_id, one, spared in
    select r.person_id, m.id, case
             when m.id is null or m.left_on is not null or m.is_home then 'moved'
             when m.state <> b.what ->> 'state' or (select count(*) from membership_state s where s.membership_id = m.id) <> 1 then 'state-changed'
           end
      from unnest(people) w(id) join bulk_row r on r.bulk_id = the_act and r.person_id = w.id and r.outcome = 'done' and r.undone is null
      join bulk_act b on b.id = the_act
      left join membership m on m.id = r.made_id and m.person_id = r.person_id
  loop
    if spared is null then free := free || one; else return next; end if;
  end loop;
  begin
    perform app.remove_memberships(free);
  exception when foreign_key_violation or restrict_violation then
    -- Somebody has built upon one of them: the others go one by one.
    foreach one in array free loop
      begin
        perform app.remove_memberships(array[one]);
      exception when foreign_key_violation or restrict_violation then
        select m.person_id into person_id from membership m where m.id = one;
        spared := 'in-use';
        return next;
      end;
    end loop;
  end;
end $$;
create function app.remove_memberships(ids uuid[]) returns void language plpgsql volatile security definer set search_path = public, app as $$
begin
  update membership set left_on = joined_on where id = any (ids); -- what is derived from them follows
  delete from membership_state where membership_id = any (ids);
  delete from membership where id = any (ids);
end $$;

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['bulk_act', 'bulk_row'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
    execute format('grant select, insert on %I to ministry_app', t);
  end loop;
end $$;
grant update (state, done, same, "left", undone, spared, problem, finished_at, undone_at, undone_by) on bulk_act to ministry_app;
grant update (outcome, reason, made_id, written_at, undone, undo_reason) on bulk_row to ministry_app;
create policy app_read on bulk_act for select to ministry_app using (scope_ids && (select app.nodes('BulkAct.read')));
create policy app_write on bulk_act for insert to ministry_app with check (
  account_id = (select app.account_id()) and scope_ids && (select app.nodes('BulkAct.write')));
create policy app_change on bulk_act for update to ministry_app using (scope_ids && (select app.nodes('BulkAct.write')));
create policy app_read on bulk_row for select to ministry_app using ((select b.scope_ids from bulk_act b where b.id = bulk_id) && (select app.nodes('BulkAct.read')));
create policy app_write on bulk_row for insert to ministry_app with check ((select b.scope_ids from bulk_act b where b.id = bulk_id) && (select app.nodes('BulkAct.write')));
create policy app_change on bulk_row for update to ministry_app using ((select b.scope_ids from bulk_act b where b.id = bulk_id) && (select app.nodes('BulkAct.write')));

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it; taken back below
alter function app.bulk_acts_moved() owner to ministry_keeper;
alter function app.undoing_bulk(uuid) owner to ministry_keeper;
alter function app.bulk_tag_touched(uuid, uuid[], uuid) owner to ministry_keeper;
alter function app.take_back_joined(uuid, uuid[]) owner to ministry_keeper;
alter function app.remove_memberships(uuid[]) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.undoing_bulk(uuid), app.bulk_tag_touched(uuid, uuid[], uuid), app.take_back_joined(uuid, uuid[]), app.remove_memberships(uuid[]) from public;
grant execute on function app.bulk_tag_touched(uuid, uuid[], uuid), app.take_back_joined(uuid, uuid[]) to ministry_app;
