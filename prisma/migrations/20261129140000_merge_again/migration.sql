-- Merges taken back by those alone who could have made them; the sweep reads whom it has not seen without reading everybody.
grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below

-- Why what a merge moved can't go back now, as the last words of rule codes: a place that isn't in the asker's care, or is closed.
create function app.unmerge_obstacles(merge uuid) returns table (obstacle text) language sql stable security definer set search_path = public, app as $$
  with back as (
    select g.scope_ids, g.node_id from person_merge p
      join person_merge_move j on j.merge_id = p.id and j.link in ('membership', 'membership.person_id')
      join membership g on g.id = (j.key ->> 'id')::uuid
     where p.id = merge
       -- Whatever is open now, and what the merge closed.
       and (g.left_on is null or j.act = 'set' and j.before ->> 'left_on' is null))
  select 'not-wholly' where exists (select from back b where not b.scope_ids && app.nodes('Person.write'))
  union all
  select 'node-closed' where exists (select from back b join org_node n on n.id = b.node_id where n.state = 'closed')
$$;

-- People of a movement who are new or were changed since they were last compared, in the order of their ids.
create function app.people_to_sweep(movement uuid, after uuid, most int) returns setof uuid language sql stable security definer set search_path = public, app as $$
  select p.id from person p left join person_sweep s on s.person_id = p.id
   where p.id > after and p.home_ids[1] = movement and s.version is distinct from p.version and movement = any (app.nodes('Person.write'))
   order by p.id limit most
$$;
-- How many people a movement has: the more, the less chance likeness means. Tells of nobody.
create function app.people_in(movement uuid) returns int language sql stable security definer set search_path = public, app as $$
  select coalesce(sum(c.people), 0)::int from people_count c where c.node_id = movement
$$;

do $$
declare f text;
begin
  foreach f in array array['app.unmerge_obstacles(uuid)', 'app.people_to_sweep(uuid, uuid, int)', 'app.people_in(uuid)'] loop
    execute format('alter function %s owner to ministry_keeper', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ministry_app', f);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
