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
    from found f join person p on p.id = f.person_id and p.scope_ids && mine
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
