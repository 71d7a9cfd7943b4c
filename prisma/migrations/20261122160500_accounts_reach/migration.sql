-- Whom an administrator may touch is decided by all that a person holds, also where the administrator sees nothing of it.
-- Home and open roles of a person whose data or account the context may read; role is null for the home.
create function app.person_places(person uuid, at timestamptz) returns table (role text, node_id uuid, scope_ids uuid[])
language sql stable security definer set search_path = public, app as $$
  with asked as (
    select p.id, p.home_node_id, p.home_ids from person p
     where p.id = person
       and (p.scope_ids && app.nodes('Person.read')
            or exists (select from account c where c.person_id = p.id and c.scope_ids && app.nodes('Account.read'))))
  select null, home_node_id, home_ids from asked where home_node_id is not null
  union all
  select a.role, a.node_id, a.scope_ids from role_assignment a join asked on asked.id = a.person_id
   where a.ends_at is null or a.ends_at > at
$$;
grant create on schema app to ministry_keeper; -- needed to hand the function over to it
alter function app.person_places(uuid, timestamptz) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.person_places(uuid, timestamptz) from public;
grant execute on function app.person_places(uuid, timestamptz) to ministry_app;
