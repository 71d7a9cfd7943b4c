-- Kinds of imports, decisions on rows, and the undo of a whole import. Source: IMP-1, IMP-2, IMP-5.

-- AlterTable
ALTER TABLE "import" ADD COLUMN     "undo" JSONB,
ADD COLUMN     "undone_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "import_mapping" ADD COLUMN     "merging" JSONB;

-- AlterTable
ALTER TABLE "import_row" ADD COLUMN     "choice" JSONB,
ADD COLUMN     "target" TEXT,
ADD COLUMN     "undone" TEXT,
ADD COLUMN     "written_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "import_row_import_id_target_idx" ON "import_row"("import_id", "target");

alter table import_row add constraint import_row_undone check (undone in ('undone', 'partly', 'kept'));
create index import_row_to_undo on import_row (import_id, number) where undone is null and outcome in ('created', 'changed');

-- ── Taking back what an import wrote ─────────────────────────────────────────────────────────────────────────
-- Nobody else may delete people and memberships. These functions ask themselves: the import is being undone, whoever asks may write
-- imports there, and the row is one that the import has written.
create function app.undoing(asked uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from import i where i.id = asked and i.state = 'undoing' and i.scope_ids && (select app.nodes('Import.write')))
$$;

-- Removes people whom the import made, where they are still as it made them. `made`: [{ person, consents, joins }], with how many rows of
-- each it wrote. Gives the reason for each who is spared; who is not named is gone.
create function app.take_back_people(asked uuid, made jsonb) returns table (person_id uuid, spared text)
language plpgsql volatile security definer set search_path = public, app as $$
#variable_conflict use_column
declare
  free uuid[];
  one uuid;
begin
  if not app.undoing(asked) then raise insufficient_privilege using message = 'This import is not being undone here.'; end if;
  for person_id, spared in select g.person, case
           when p.id is null then 'gone'
           when not exists (select from import_row r where r.import_id = asked and r.person_id = g.person and r.outcome = 'created' and r.undone is null) then 'not-made-here'
           when p.state = 'archived' then 'archived'
           when b.homes <> 1 or b.ended > 0 then 'moved'
           when p.version <> 1 or p.updated_at <> p.created_at then 'edited'
           when b.memberships <> 1 + g.joins then 'belongs-elsewhere'
           when b.states <> 1 + g.joins then 'state-changed'
           when (select count(*) from consent c where c.person_id = p.id) <> g.consents then 'wishes-changed'
           when (select count(*) from do_not_contact d where d.person_id = p.id) <> g.quiet then 'wishes-changed'
         end
    from jsonb_to_recordset(made) as g(person uuid, consents int, joins int, quiet int)
    left join person p on p.id = g.person
    left join lateral (
      select count(*) filter (where m.is_home and m.left_on is null) homes, count(*) filter (where m.left_on is not null) ended,
             count(*) memberships, coalesce(sum((select count(*) from membership_state s where s.membership_id = m.id)), 0) states
        from membership m where m.person_id = g.person) b on true
  loop
    if spared is null then free := free || person_id; else return next; end if;
  end loop;
  begin
    perform app.remove_people(free);
  exception when foreign_key_violation or restrict_violation then
    -- Somebody has built upon one of them: the others go one by one.
    foreach one in array free loop
      begin
        perform app.remove_people(array[one]);
      exception when foreign_key_violation or restrict_violation then
        person_id := one; spared := 'in-use';
        return next;
      end;
    end loop;
  end;
end $$;

-- With what belongs to a person from the first moment. What points at them otherwise refuses.
create function app.remove_people(ids uuid[]) returns void language plpgsql volatile security definer set search_path = public, app as $$
begin
  delete from membership_state s using membership m where s.membership_id = m.id and m.person_id = any (ids);
  delete from membership m where m.person_id = any (ids);
  delete from person_scope s where s.person_id = any (ids);
  delete from person_key k where k.person_id = any (ids);
  delete from consent c where c.person_id = any (ids);
  delete from do_not_contact d where d.person_id = any (ids);
  delete from person p where p.id = any (ids);
end $$;

-- Removes memberships, states, wishes and keys that the import gave to people on record. `parts`: [{ person, part, node, state, at, key, source }].
-- Gives the reason for each part that is spared.
create function app.take_back_parts(asked uuid, parts jsonb) returns table (person_id uuid, part text, spared text)
language plpgsql volatile security definer set search_path = public, app as $$
#variable_conflict use_column
declare
  given record;
  found record;
  why text;
begin
  if not app.undoing(asked) then raise insufficient_privilege using message = 'This import is not being undone here.'; end if;
  for given in select * from jsonb_to_recordset(parts) as g(person uuid, part text, node uuid, state text, "from" text, at timestamptz, source text, key text, channel text, purpose text) loop
    why := null;
    if not exists (select from import_row r where r.import_id = asked and r.person_id = given.person and r.outcome in ('created', 'changed') and r.undone is null) then
      why := 'gone';
    elsif given.part = 'join' then
      select m.*, (select count(*) from membership_state s where s.membership_id = m.id) states into found
        from membership m where m.person_id = given.person and m.node_id = given.node and m.left_on is null;
      if found.id is null then why := 'moved';
      elsif found.is_home then why := 'moved';
      elsif found.states <> 1 or found.state <> given.state then why := 'state-changed';
      else
        begin
          update membership set left_on = joined_on where id = found.id; -- what is derived from it follows
          delete from membership_state where membership_id = found.id;
          delete from membership where id = found.id;
        exception when foreign_key_violation or restrict_violation then why := 'in-use';
        end;
      end if;
    elsif given.part = 'state' then
      select s.id, s.membership_id, s.state, s.recorded_at, m.state now into found
        from membership m join lateral (select * from membership_state s where s.membership_id = m.id order by s.since desc, s.recorded_at desc, s.id desc limit 1) s on true
       where m.person_id = given.person and m.node_id = given.node and m.left_on is null;
      if found.id is null then why := 'moved';
      elsif found.state <> given.state or found.now <> given.state or found.recorded_at <> given.at then why := 'state-changed';
      else
        delete from membership_state where id = found.id;
        update membership set state = given."from" where id = found.membership_id;
      end if;
    elsif given.part = 'quiet' then
      select d.id, d.since, d.lifted_at into found from do_not_contact d where d.person_id = given.person order by d.since desc, d.id desc limit 1;
      if found.id is null or found.lifted_at is not null or found.since <> given.at then why := 'wishes-changed';
      else
        delete from do_not_contact where id = found.id;
        update person set do_not_contact = exists (select from do_not_contact d where d.person_id = given.person and d.lifted_at is null) where id = given.person;
      end if;
    elsif given.part = 'consent' then
      select c.id, c.at into found from consent c
       where c.person_id = given.person and c.channel = given.channel and c.purpose = given.purpose order by c.at desc, c.id desc limit 1;
      if found.id is null or found.at <> given.at then why := 'wishes-changed';
      else
        delete from consent where id = found.id;
        if given.purpose = 'group-list' then
          update person set listed_in_group = coalesce((select c.given from consent c where c.person_id = given.person and c.purpose = 'group-list' order by c.at desc, c.id desc limit 1), false)
           where id = given.person;
        end if;
      end if;
    elsif given.part = 'key' then
      delete from person_key k where k.person_id = given.person and k.node_id = given.node and k.source = given.source and k.key = given.key;
    end if;
    if why is not null then
      person_id := given.person; part := given.part; spared := why;
      return next;
    end if;
  end loop;
end $$;

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it
alter function app.undoing(uuid) owner to ministry_keeper;
alter function app.take_back_people(uuid, jsonb) owner to ministry_keeper;
alter function app.remove_people(uuid[]) owner to ministry_keeper;
alter function app.take_back_parts(uuid, jsonb) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.undoing(uuid), app.take_back_people(uuid, jsonb), app.remove_people(uuid[]), app.take_back_parts(uuid, jsonb) from public;
grant execute on function app.take_back_people(uuid, jsonb), app.take_back_parts(uuid, jsonb) to ministry_app;
