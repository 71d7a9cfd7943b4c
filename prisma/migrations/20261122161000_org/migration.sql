-- The wall around the tree, exactly as wide as the matrix: leaders change nodes below their own, settings belong to whoever holds
-- them, moves across regions to whoever holds those (ACS-1, ACS-4).
create function app.may_change_node(scope_ids uuid[]) returns boolean language sql stable parallel safe as $$
  select coalesce(scope_ids && app.nodes('OrgNode.write')
      or scope_ids[: cardinality(scope_ids) - 1] && app.nodes('OrgNode.write.below'), false)
$$;
drop policy app_write on org_node;
drop policy app_change on org_node;
drop policy app_write on node_version;
drop policy app_change on node_version;
create policy app_write on org_node for insert to ministry_app with check (app.may_change_node(scope_ids));
create policy app_change on org_node for update to ministry_app
  using (app.may_change_node(scope_ids) or scope_ids && (select app.nodes('Setting.write')) or scope_ids && (select app.nodes('NodeMove.write')))
  with check (app.may_change_node(scope_ids) or scope_ids && (select app.nodes('Setting.write')) or scope_ids && (select app.nodes('NodeMove.write')));
create policy app_write on node_version for insert to ministry_app
  with check (app.may_change_node(scope_ids) or scope_ids && (select app.nodes('Setting.write')) or scope_ids && (select app.nodes('NodeMove.write')));
create policy app_change on node_version for update to ministry_app
  using (app.may_change_node(scope_ids) or scope_ids && (select app.nodes('Setting.write')) or scope_ids && (select app.nodes('NodeMove.write')));

-- What is written at a node while the node moves would keep the old ancestors: the two wait for each other.
create or replace function app.from_node() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  select n.scope_ids into new.scope_ids from org_node n where n.id = new.node_id for share;
  new.scope_ids := coalesce(new.scope_ids, '{}');
  return new;
end $$;

-- Nothing open is ever written at a closed node: the node's row is held by from_node, so that closing it comes before or after.
create function app.at_open_node() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if (select n.state from org_node n where n.id = new.node_id) = 'closed' then
    raise check_violation using message = 'This node is closed.';
  end if;
  return new;
end $$;
create trigger membership_scope_open before insert on membership for each row when (new.left_on is null) execute function app.at_open_node();
create trigger role_assignment_scope_open before insert on role_assignment for each row when (new.ends_at is null) execute function app.at_open_node();
create trigger invitation_scope_open before insert on invitation for each row when (new.revoked_at is null and new.accepted_at is null) execute function app.at_open_node();

-- Closing a node ends what is open there, also for somebody who may close the node but not assign roles (ORG-3). Roles that were
-- to start later end as they start.
create function app.end_roles_at(nodes uuid[], instant timestamptz, why text)
returns table (id uuid, person_id uuid, role text, node_id uuid, starts_at timestamptz, ended_at timestamptz)
language plpgsql security definer set search_path = public, app as $$
#variable_conflict use_column
begin
  perform app.assert_may_change(nodes);
  return query
    update role_assignment a
       set ends_at = greatest(instant, a.starts_at), ended_by = app.person_id(), end_reason = why
     where a.node_id = any (nodes) and (a.ends_at is null or a.ends_at > instant)
    returning a.id, a.person_id, a.role, a.node_id, a.starts_at, a.ends_at;
end $$;

create function app.revoke_invitations_at(nodes uuid[], instant timestamptz)
returns table (id uuid, person_id uuid, node_id uuid)
language plpgsql security definer set search_path = public, app as $$
#variable_conflict use_column
begin
  perform app.assert_may_change(nodes);
  return query
    update invitation i set revoked_at = instant
     where i.node_id = any (nodes) and i.accepted_at is null and i.revoked_at is null
    returning i.id, i.person_id, i.node_id;
end $$;

create function app.assert_may_change(nodes uuid[]) returns void language plpgsql stable security definer set search_path = public, app as $$
begin
  if exists (select from org_node n where n.id = any (nodes) and not app.may_change_node(n.scope_ids)) then
    raise insufficient_privilege using message = 'These nodes may not be changed here.';
  end if;
end $$;

grant create on schema app to ministry_keeper;
alter function app.end_roles_at(uuid[], timestamptz, text) owner to ministry_keeper;
alter function app.revoke_invitations_at(uuid[], timestamptz) owner to ministry_keeper;
alter function app.at_open_node() owner to ministry_keeper;
alter function app.assert_may_change(uuid[]) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.end_roles_at(uuid[], timestamptz, text), app.revoke_invitations_at(uuid[], timestamptz), app.assert_may_change(uuid[]), app.at_open_node() from public;
grant execute on function app.end_roles_at(uuid[], timestamptz, text), app.revoke_invitations_at(uuid[], timestamptz) to ministry_app;
