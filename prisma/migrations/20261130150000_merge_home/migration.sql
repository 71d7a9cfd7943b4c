-- The home of the record that goes can be chosen at a merge, and is given back by an un-merge. Source: PPL-2, PPL-5.
grant create on schema app to ministry_keeper; -- needed to hand the new function over to it; taken back below

-- Makes the home of the record that went the home of the one that stays, and notes both; the former home stays as a further membership.
-- Only for a merge that the caller has just made. Whether there was another one.
create function app.merge_home(merge uuid) returns boolean language plpgsql security definer set search_path = public, app as $$
declare
  m person_merge;
  former uuid;
  chosen membership;
begin
  select * into strict m from person_merge p where p.id = merge and p.undone_at is null and p.by_person = app.person_id();
  if exists (select from person_merge_move j where j.merge_id = merge and j.link = 'home') then raise insufficient_privilege; end if;
  select g.id into former from membership g where g.person_id = m.survivor_id and g.is_home and g.left_on is null;
  select o.* into chosen from person_merge_move j join membership g on g.id = (j.key ->> 'id')::uuid
    join membership o on o.person_id = m.survivor_id and o.node_id = g.node_id and o.left_on is null and not o.is_home
   where j.merge_id = merge and j.link = 'membership' and (j.before ->> 'is_home')::bool and j.before ->> 'left_on' is null;
  if former is null or chosen.id is null then return false; end if;
  if not chosen.scope_ids && app.nodes('Person.write')
     or not exists (select from person p where p.id = m.survivor_id and p.home_ids && app.nodes('Person.write')) then raise insufficient_privilege; end if;
  insert into person_merge_move (merge_id, link, act, key, before, after)
  select merge, 'home', 'set', jsonb_build_object('id', h.id), jsonb_build_object('is_home', not h.next), jsonb_build_object('is_home', h.next)
    from (values (former, false), (chosen.id, true)) h(id, next);
  update membership g set is_home = false where g.id = former;
  update membership g set is_home = true where g.id = chosen.id;
  update account a set scope_ids = app.account_scope(a.person_id) where a.person_id = m.survivor_id;
  return true;
end $$;

-- Whether the record that stayed has a home of its own where an un-merge takes the other's away: the home that the merge chose goes back.
create or replace function app.keeps_home(merge uuid) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from person_merge p join membership g on g.person_id = p.survivor_id and g.is_home and g.left_on is null
                  where p.id = merge
                    and (not exists (select from person_merge_move j where j.merge_id = merge and j.link = 'membership.person_id' and (j.key ->> 'id')::uuid = g.id)
                         or exists (select from person_merge_move j where j.merge_id = merge and j.link = 'home' and (j.key ->> 'id')::uuid = g.id and (j.after ->> 'is_home')::bool)))
$$;

-- Why what a merge moved can't go back now, as the last words of rule codes: a place that isn't in the asker's care, or is closed.
create or replace function app.unmerge_obstacles(merge uuid) returns table (obstacle text) language sql stable security definer set search_path = public, app as $$
  with back as (
    select g.scope_ids, g.node_id from person_merge p
      join person_merge_move j on j.merge_id = p.id and j.link in ('membership', 'membership.person_id', 'home')
      join membership g on g.id = (j.key ->> 'id')::uuid
     where p.id = merge
       -- Whatever is open now, what the merge closed, and the home that it left.
       and (g.left_on is null or j.act = 'set' and j.link = 'membership' and j.before ->> 'left_on' is null or j.link = 'home' and (j.before ->> 'is_home')::bool))
  select 'not-wholly' where exists (select from back b where not b.scope_ids && app.nodes('Person.write'))
  union all
  select 'node-closed' where exists (select from back b join org_node n on n.id = b.node_id where n.state = 'closed')
$$;

create or replace function app.unmerge_rows(merge uuid, links jsonb) returns table (link text, number int)
language plpgsql security definer set search_path = public, app as $$
declare
  m person_merge;
  r record;
  k record;
  l jsonb;
  theirs uuid[];
  chosen uuid;
  home uuid;
  n int;
begin
  -- Noted as undone by the caller in this transaction.
  select * into strict m from person_merge p where p.id = merge and p.undone_at is not null;
  if exists (select from person_merge o where o.merged_id = m.merged_id and o.undone_at is null) then raise insufficient_privilege; end if;
  if not exists (select from person p where p.id = m.survivor_id and p.home_ids && app.nodes('Person.write')) then raise insufficient_privilege; end if;
  if not exists (select from person_merge_move j where j.merge_id = merge) then raise insufficient_privilege; end if;

  select coalesce(array_agg(distinct g.node_id), '{}') into theirs
    from person_merge_move j join membership g on g.id = (j.key ->> 'id')::uuid
   where j.merge_id = merge and j.link = 'membership.person_id'
     and not exists (select from membership o where o.person_id = m.survivor_id and o.node_id = g.node_id
                        and o.id not in (select (x.key ->> 'id')::uuid from person_merge_move x where x.merge_id = merge and x.link = 'membership.person_id'));

  delete from consent w using person_merge_move j where j.merge_id = merge and j.link = 'consent' and j.act = 'added' and w.id = (j.key ->> 'id')::uuid;
  -- Memberships after all else: a key goes where its place is left.
  for r in select j.link, split_part(j.link, '.', 1) as tab, split_part(j.link, '.', 2) as col from person_merge_move j
            where j.merge_id = merge and j.act = 'moved' and j.link <> 'membership.person_id' group by j.link loop
    select * into k from app.key_of(r.tab);
    -- Where the person is the row's key, the row has it by the survivor's id.
    execute format('update %1$I t set %2$I = $2 from person_merge_move j where j.merge_id = $3 and j.link = %3$L and j.act = ''moved'' and t.%2$I = $1 and %4$s', r.tab, r.col, r.link, k.same)
      using m.survivor_id, m.merged_id, merge;
    get diagnostics n = row_count;
    link := r.link; number := n; return next;
  end loop;
  for l in select * from jsonb_array_elements(links) x where x ? 'later' loop
    execute format('update %1$I t set %2$I = $2 where t.%2$I = $1 and t.%3$I > $3 and t.%4$I = any ($4)', l ->> 'table', l ->> 'column', l -> 'later' ->> 'at', l -> 'later' ->> 'node')
      using m.survivor_id, m.merged_id, m.at, theirs;
    get diagnostics n = row_count;
    link := 'later ' || (l ->> 'table'); number := n; return next;
  end loop;

  -- The home that the merge chose, while it is one still, gives way to the one before it: open yet, joined anew, or opened again.
  select (j.key ->> 'id')::uuid into chosen from person_merge_move j where j.merge_id = merge and j.link = 'home' and (j.after ->> 'is_home')::bool;
  update membership g set is_home = false where g.id = chosen and g.person_id = m.survivor_id and g.is_home and g.left_on is null;
  if found then
    select o.id into home from person_merge_move j join membership g on g.id = (j.key ->> 'id')::uuid
      join membership o on o.person_id = m.survivor_id and o.node_id = g.node_id and (o.left_on is null or o.id = g.id)
     where j.merge_id = merge and j.link = 'home' and (j.before ->> 'is_home')::bool order by o.left_on nulls first limit 1;
  end if;
  -- In one statement: nobody is without a home in between, and none has two.
  update membership g
     set person_id = case when v.moved then m.merged_id else g.person_id end,
         is_home = case when v.was_home or g.id = home then true else g.is_home end,
         left_on = case when v.was_home or v.closed or g.id = home then null else g.left_on end
    from (select (j.key ->> 'id')::uuid as id, bool_or(j.act = 'moved') as moved,
                 bool_or(j.act = 'set' and (j.before ->> 'is_home')::bool and j.before ->> 'left_on' is null) as was_home,
                 bool_or(j.act = 'set' and j.before ->> 'left_on' is null and j.after ->> 'left_on' is not null) as closed
            from person_merge_move j where j.merge_id = merge and j.link in ('membership', 'membership.person_id') group by 1
          union all select home, false, false, false where home is not null) v
   where g.id = v.id and g.person_id in (m.survivor_id, m.merged_id);
  get diagnostics n = row_count;
  link := 'membership.person_id'; number := n; return next;

  for r in select j.link as tab, f.col from person_merge_move j cross join lateral jsonb_object_keys(j.before) f(col)
            where j.merge_id = merge and j.act = 'set' and j.link not in ('membership', 'home') group by 1, 2 loop
    select * into k from app.key_of(r.tab);
    -- What was changed since stays so.
    execute format('update %1$I t set %2$I = (jsonb_populate_record(t, j.before)).%2$I from person_merge_move j
                     where j.merge_id = $1 and j.link = %1$L and j.act = ''set'' and %3$s and t.%2$I is not distinct from (jsonb_populate_record(t, j.after)).%2$I', r.tab, r.col, k.same)
      using merge;
  end loop;
  update account a set scope_ids = app.account_scope(a.person_id) where a.person_id in (m.survivor_id, m.merged_id);
  -- A wish that was lifted or noted since holds for whoever it went with.
  update person p set do_not_contact = exists (select from do_not_contact d where d.person_id = p.id and d.lifted_at is null)
   where p.id = m.merged_id and exists (select from do_not_contact d where d.person_id = p.id);
  -- Whoever takes a merge back says that they are two.
  update duplicate_pair d set state = 'not-same', decided_at = m.undone_at, decided_by = m.undone_by
   where d.first_id = least(m.survivor_id, m.merged_id) and d.second_id = greatest(m.survivor_id, m.merged_id);
end $$;

alter function app.merge_home(uuid) owner to ministry_keeper;
revoke all on function app.merge_home(uuid) from public;
grant execute on function app.merge_home(uuid) to ministry_app;
revoke create on schema app from ministry_keeper;
