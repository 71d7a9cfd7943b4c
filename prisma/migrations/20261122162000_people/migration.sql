-- Whom finance and training may see, once those capabilities keep the two columns (ACS-1: donor identity, read of enrolled).
ALTER TABLE "person" ADD COLUMN "enrolled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "donor" BOOLEAN NOT NULL DEFAULT false;

drop policy app_read on person;
create policy app_read on person for select to ministry_app using (
  scope_ids && (select app.nodes('Person.read'))
  or id = (select app.person_id())
  or (state = 'pre_graduate' and scope_ids && (select app.nodes('Person.read.pre_graduate')))
  or (listed_in_group and scope_ids && (select app.nodes('Person.read.listed')))
  or (enrolled and scope_ids && (select app.nodes('Person.read.enrolled')))
  or (donor and scope_ids && (select app.nodes('Person.read.donor'))));

-- The asker's nodes are read once a statement, not once a row: an import writes thousands of rows under these.
drop policy app_read on membership_state;
drop policy app_write on membership_state;
create policy app_read on membership_state for select to ministry_app using ((select m.scope_ids && (select app.nodes('Membership.read')) or m.person_id = (select app.person_id()) from membership m where m.id = membership_id));
create policy app_write on membership_state for insert to ministry_app with check ((select m.scope_ids && (select app.nodes('Membership.write')) from membership m where m.id = membership_id));
do $$
declare t text;
begin
  foreach t in array array['consent', 'do_not_contact', 'person_key'] loop
    execute format('drop policy app_read on %I', t);
    execute format('drop policy app_write on %I', t);
    execute format($p$create policy app_read on %I for select to ministry_app using (person_id = (select app.person_id()) or (select p.scope_ids && (select app.nodes('Person.read')) from person p where p.id = person_id))$p$, t);
    execute format($p$create policy app_write on %I for insert to ministry_app with check (person_id = (select app.person_id()) or (select p.home_ids && (select app.nodes('Person.write')) from person p where p.id = person_id))$p$, t);
  end loop;
end $$;

-- One index less to write: a person's rows are found by the primary key.
ALTER TABLE "person_scope" DROP CONSTRAINT "person_scope_pkey",
ADD CONSTRAINT "person_scope_pkey" PRIMARY KEY ("person_id", "ancestor_id");
DROP INDEX "person_scope_person_id_idx";

-- Every look-up scans the whole list of entries that wait to be sorted in: an import and its dry runs must not slow each other.
alter index person_emails_idx set (fastupdate = off);
alter index person_phones_idx set (fastupdate = off);
alter index person_scope_search set (gin_pending_list_limit = 256);

-- Matching by name asks for equality; the list order (sort_name) may be "Family, Given".
create index person_folded_name on person (app.fold(name));

grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

-- Candidates of a file (an array of {ordinal, keys, emails, phones, name, birth_date}) against the people whom the asker may read.
-- Array and text-search operators may leak and are never pushed below a policy; this function asks the same question as the policy.
create function app.match_people(node uuid, candidates jsonb) returns table (ordinal int, person_id uuid, by text)
language plpgsql stable security definer set search_path = public, app as $$
declare mine uuid[] := app.nodes('Person.read');
begin
  return query
  with c as materialized (
    select * from jsonb_to_recordset(candidates) as r(ordinal int, keys jsonb, emails text[], phones text[], name text, birth_date text))
  , found as (
    select c.ordinal, k.person_id, 1 as rank
      from c cross join lateral jsonb_to_recordset(c.keys) as g(source text, key text)
      join person_key k on k.node_id = node and k.source = g.source and k.key = g.key
    union all
    select c.ordinal, p.id, 2 from c cross join lateral unnest(c.emails) as g(email) join person p on p.emails @> array[g.email]
    union all
    select c.ordinal, p.id, 3 from c cross join lateral unnest(c.phones) as g(phone) join person p on p.phones @> array[g.phone]
    union all
    select c.ordinal, p.id, 4 from c join person p on app.fold(p.name) = app.fold(c.name) and p.birth_date = c.birth_date
    union all
    select c.ordinal, n.id, 5 from c cross join lateral (
      select p.id from person p
       where app.fold(p.name) = app.fold(c.name) and p.scope_ids @> array[node]
         and (p.birth_date is null or c.birth_date is null or p.birth_date like c.birth_date || '%' or c.birth_date like p.birth_date || '%')
       order by p.id limit 5) n)
  select f.ordinal, f.person_id, (array['key', 'email', 'phone', 'name-and-birth-date', 'name'])[min(f.rank)]
    from found f where (select p.scope_ids && mine from person p where p.id = f.person_id)
   group by f.ordinal, f.person_id;
end $$;

-- Present seats (assigned roles) of people in one's care, wherever the seats are: who stands higher is not known from one's own nodes.
create function app.seats_of(people uuid[], at timestamptz) returns table (person_id uuid, role text, scope_ids uuid[])
language sql stable security definer set search_path = public, app as $$
  select a.person_id, a.role, a.scope_ids
    from role_assignment a join person p on p.id = a.person_id
   where a.person_id = any (people) and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
     and a.node_id is not null and p.home_ids && app.nodes('Person.write')
$$;

-- As the foundation has it, but: scope_ids in one order, so that what is so already is not written again; archived people
-- archived in every list; and external keys that go when their place is left.
create or replace function app.person_before() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if tg_op = 'INSERT' then
    -- Until the home membership stands (same transaction), the person already belongs to its node.
    select n.scope_ids, (select array_agg(a order by a) from unnest(n.scope_ids) a) into new.home_ids, new.scope_ids
      from org_node n where n.id = new.home_node_id;
    new.home_ids := coalesce(new.home_ids, '{}');
    new.scope_ids := coalesce(new.scope_ids, '{}');
  elsif new.name is distinct from old.name and new.sort_name = old.sort_name then
    new.sort_name := '';
  end if;
  new.sort_name := app.fold(coalesce(nullif(new.sort_name, ''), new.name));
  new.search := app.fold(new.name || coalesce(' ' || new.preferred_name, ''));
  return new;
end $$;

create or replace function app.refresh_people(people uuid[]) returns void language plpgsql security definer set search_path = public, app as $$
begin
  perform 1 from person where id = any (people) order by id for update;
  update person p
     set scope_ids = w.scope_ids, home_ids = w.home_ids, home_node_id = w.home_node_id, state = w.state
    from (select ids.id,
                 coalesce((select array_agg(distinct a.id) from membership m cross join unnest(m.scope_ids) a(id)
                            where m.person_id = ids.id and m.left_on is null), '{}') scope_ids,
                 coalesce(h.scope_ids, '{}') home_ids, h.node_id home_node_id, coalesce(h.state, 'archived') state
            from unnest(people) ids(id)
            left join membership h on h.person_id = ids.id and h.left_on is null and h.is_home) w
   where p.id = w.id
     and (p.scope_ids, p.home_ids, p.home_node_id, p.state) is distinct from (w.scope_ids, w.home_ids, w.home_node_id, w.state);
  delete from person_scope s using person p where s.person_id = any (people) and p.id = s.person_id and s.ancestor_id <> all (p.scope_ids);
  delete from person_key k using person p where k.person_id = any (people) and p.id = k.person_id and k.node_id <> all (p.scope_ids);
  insert into person_scope (ancestor_id, person_id, sort_name, state)
  select distinct on (a.id, m.person_id) a.id, m.person_id, p.sort_name, case when p.state = 'archived' then p.state else m.state end
    from membership m join person p on p.id = m.person_id cross join unnest(m.scope_ids) a(id)
   where m.person_id = any (people) and m.left_on is null
   order by a.id, m.person_id, m.is_home desc, m.joined_on, m.id
  on conflict (person_id, ancestor_id) do update set state = excluded.state, sort_name = excluded.sort_name
   where (person_scope.state, person_scope.sort_name) is distinct from (excluded.state, excluded.sort_name);
  update account c set scope_ids = app.account_scope(c.person_id) where c.person_id = any (people);
end $$;

do $$
declare f record;
begin
  for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'app' and p.prosecdef and p.proname in ('match_people', 'seats_of') loop
    execute format('alter function %s owner to ministry_keeper', f.signature);
    execute format('revoke all on function %s from public', f.signature);
    execute format('grant execute on function %s to ministry_app', f.signature);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
