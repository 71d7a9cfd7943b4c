-- Who is the same human being, judged when it counts; and who may take a turn (APR-2).

-- What people did to addresses that tell one person from another. An address that somebody gave themself, or that whoever asks gave to
-- somebody, makes nobody the same person; one that somebody took off themself still does.
CREATE TABLE "address_note" (
    "person_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "removed" BOOLEAN NOT NULL,
    "own" BOOLEAN NOT NULL,
    "by_person" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "address_note_pkey" PRIMARY KEY ("person_id","address")
);
CREATE INDEX "address_note_address_idx" ON "address_note"("address");
ALTER TABLE "address_note" ADD CONSTRAINT "address_note_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
alter table address_note enable row level security;
alter table address_note force row level security;
create policy keeper on address_note to ministry_keeper using (true) with check (true);
grant select, insert, update, delete on address_note to ministry_keeper;

-- These people with every other record of theirs, and of those: records that share an address, one leading to the next.
create function app.alike(people uuid[]) returns uuid[] language plpgsql stable security definer set search_path = public, app as $$
declare
  found uuid[] := people;
  before int := -1;
  addresses text[];
begin
  while cardinality(found) <> before loop
    before := cardinality(found);
    select coalesce(array_agg(distinct a.address), '{}') into addresses from (
      select e.address from person p cross join lateral unnest(p.emails) e(address)
       where p.id = any (found)
         and not exists (select from address_note d where d.person_id = p.id and d.address = e.address and not d.removed
                            and (d.own or d.by_person = any (people)))
      union select c.email from account c where c.person_id = any (found)
      union select d.address from address_note d where d.person_id = any (found) and d.removed) a;
    select array_agg(distinct f.id) into found from (
      select unnest(found) id
      union select p.id from person p
             where p.emails && addresses
               and exists (select from unnest(p.emails) e(address)
                            where e.address = any (addresses)
                              and not exists (select from address_note d where d.person_id = p.id and d.address = e.address and not d.removed
                                                 and (d.own or d.by_person = any (people))))
      union select c.person_id from account c where c.email = any (addresses)
      union select d.person_id from address_note d where d.address = any (addresses) and d.removed) f;
  end loop;
  return found;
end $$;
create or replace function app.same_people(people uuid[]) returns table (person_id uuid)
language sql stable security definer set search_path = public, app as $$
  select unnest(app.alike(people)) where cardinality(app.engine()) > 0
$$;

create function app.address_noted() returns trigger language plpgsql security definer set search_path = public, app as $$
declare
  actor uuid := app.person_id();
  theirs text[];
  mine boolean;
  returned text[];
begin
  if actor is null then return new; end if;
  if tg_op = 'INSERT' then
    -- A new record with an address of whoever makes it: it makes them nobody else.
    select p.emails || array(select c.email from account c where c.person_id = actor) into theirs from person p where p.id = actor;
    insert into address_note
      select new.id, e.address, false, false, actor, now() from unnest(new.emails) e(address) where e.address = any (theirs) group by e.address
      on conflict do nothing;
    return new;
  end if;
  mine := actor = any (app.alike(array[new.id]));
  -- What was noted before is undone by doing the opposite.
  returned := array(select d.address from address_note d where d.person_id = new.id and d.removed and d.address = any (new.emails));
  delete from address_note d where d.person_id = new.id and d.address = any (returned);
  if mine then
    insert into address_note
      select new.id, e.address, true, true, actor, now() from unnest(old.emails) e(address)
       where not e.address = any (new.emails)
         and not exists (select from address_note d where d.person_id = new.id and d.address = e.address) group by e.address;
  end if;
  delete from address_note d where d.person_id = new.id and not d.removed and not d.address = any (new.emails);
  insert into address_note
    select new.id, e.address, false, mine, actor, now() from unnest(new.emails) e(address)
     where not e.address = any (old.emails) and not e.address = any (returned) group by e.address
    on conflict (person_id, address) do update set removed = false, own = excluded.own, by_person = excluded.by_person, at = excluded.at;
  return new;
end $$;
create trigger person_address_made after insert on person for each row when (cardinality(new.emails) > 0) execute function app.address_noted();
create trigger person_address_changed before update of emails on person for each row when (old.emails is distinct from new.emails) execute function app.address_noted();

-- Nobody decides what they asked for or what is about them, nor twice by another record of theirs.
create or replace function app.vote_not_own() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if exists (select from approval_case c where c.id = new.case_id
                and (new.person_id = any (c.excluded_ids) or new.for_person_id = any (c.excluded_ids))) then
    raise exception 'Nobody decides their own case' using errcode = 'check_violation', constraint = 'approval_vote_not_own';
  end if;
  if exists (select from approval_vote v where v.case_id = new.case_id and v.revision = new.revision
                and v.person_id <> new.person_id and v.person_id = any (app.alike(array[new.person_id]))) then
    raise exception 'Nobody signs twice' using errcode = 'check_violation', constraint = 'approval_vote_not_own';
  end if;
  return new;
end $$;

-- Who sits there: as before, and nobody who is archived.
create or replace function app.sitting(movement uuid, nodes uuid[], people uuid[], at timestamptz) returns table (person_id uuid, name text, role text, node_id uuid)
language sql stable security definer set search_path = public, app as $$
  select a.person_id, coalesce(p.preferred_name, p.name), a.role, a.node_id
    from role_assignment a join person p on p.id = a.person_id and p.state <> 'archived'
   where movement = any (app.engine()) and a.scope_ids @> array[movement]
     and (a.node_id = any (nodes) or a.person_id = any (people))
     and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and exists (select from account c where c.person_id = a.person_id and c.deactivated_at is null)
     and not exists (select from org_node n where n.id = any (a.scope_ids) and n.state = 'closed')
   order by a.starts_at, a.id
$$;
-- Who may be given a turn or named a deputy: people with one of these roles at these nodes or below, able to sign in, not archived.
drop function app.role_holders(uuid[], text, timestamptz, int);
create function app.role_holders(near uuid[], roles text[], query text, at timestamptz, cap int) returns table (person_id uuid, name text)
language sql stable security definer set search_path = public, app as $$
  select distinct p.id, coalesce(p.preferred_name, p.name)
    from role_assignment a join person p on p.id = a.person_id and p.state <> 'archived'
   where cardinality(app.engine()) > 0 and a.scope_ids && near and a.scope_ids && app.engine() and a.role = any (roles)
     and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and (query = '' or strpos(p.search, app.fold(query)) > 0)
     and exists (select from account c where c.person_id = p.id and c.deactivated_at is null)
     and not exists (select from org_node n where n.id = any (a.scope_ids) and n.state = 'closed')
   order by 2, 1 limit cap
$$;

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it; taken back below
do $$
declare f text;
begin
  foreach f in array array['app.alike(uuid[])', 'app.address_noted()', 'app.role_holders(uuid[], text[], text, timestamptz, int)'] loop
    execute format('alter function %s owner to ministry_keeper', f);
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
grant execute on function app.role_holders(uuid[], text[], text, timestamptz, int) to ministry_app;
