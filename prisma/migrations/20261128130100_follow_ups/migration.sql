-- Follow-ups: that somebody was told of the day, and those that nobody sees to. Source: PPL-6.
ALTER TABLE "follow_up" ADD COLUMN "told_on" DATE;
grant update (told_on) on follow_up to ministry_app;

-- Open ones at a place whose assignee has no seat any more from which they could see to it: the role ended, or the person went elsewhere.
create function app.follow_ups_left(node uuid, assignee uuid, roles text[], networks text[], at timestamptz) returns table (id uuid)
language sql stable security definer set search_path = public, app as $$
  select f.id from follow_up f
   where f.state = 'open' and f.assignee_id is not null and (node is null or f.scope_ids @> array[node]) and (assignee is null or f.assignee_id = assignee)
     and f.scope_ids && app.nodes('FollowUp.read')
     and not exists (
       select from role_assignment a
        where a.person_id = f.assignee_id and a.node_id = any (f.scope_ids) and a.role = any (roles)
          and a.starts_at <= at and (a.ends_at is null or a.ends_at > at)
          and (a.role <> all (networks) or exists (select from org_node g where g.id = any (f.scope_ids) and g.kind = 'GraduateNetwork' and g.scope_ids @> array[a.node_id]))
          and exists (select from account c where c.person_id = a.person_id and c.deactivated_at is null))
$$;
grant create on schema app to ministry_keeper; -- needed to hand the function over to it; taken back below
alter function app.follow_ups_left(uuid, uuid, text[], text[], timestamptz) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.follow_ups_left(uuid, uuid, text[], text[], timestamptz) from public;
grant execute on function app.follow_ups_left(uuid, uuid, text[], text[], timestamptz) to ministry_app;
