-- Mails know whose they are, invitations end with what outgrows them, and codes tell nothing about places out of sight.

-- AlterTable
ALTER TABLE "outgoing_mail" ADD COLUMN "person_id" UUID;

-- Codes were unique in a movement, and a refusal told that some place out of sight bears the code. Whoever opens or renames a
-- node sees its siblings (ACS-3).
drop index org_node_code;
create unique index org_node_code on org_node (parent_id, lower(code)) where code is not null;

-- What somebody held at an instant, as the rules read it.
create function app.seats_at(person uuid, instant timestamptz) returns jsonb
language sql stable security definer set search_path = public, app as $$
  select coalesce(jsonb_agg(jsonb_build_object(
           'role', a.role, 'nodeId', a.node_id, 'scopeIds', a.scope_ids,
           'groupIds', (select coalesce(jsonb_agg(n.id), '[]') from org_node n where n.scope_ids @> array[a.node_id] and n.kind = 'SmallGroup'),
           'graduateIds', (select coalesce(jsonb_agg(n.id), '[]') from org_node n where n.scope_ids @> array[a.node_id] and n.kind = 'GraduateNetwork'))), '[]')
    from role_assignment a
   where a.person_id = person and a.starts_at <= instant and (a.ends_at is null or a.ends_at > instant)
$$;

-- Invitations of a person that can still be followed or renewed, each with the seats that its sender had as it was written: whoever
-- gives that person a role must know them, also where the sender is out of sight. For people whom the context sees.
create function app.pending_invitations(person uuid)
returns table (id uuid, node_id uuid, scope_ids uuid[], email text, known boolean, created_at timestamptz, expires_at timestamptz, sender jsonb)
language sql stable security definer set search_path = public, app as $$
  select i.id, i.node_id, i.scope_ids, i.email, i.email = any (p.emails), i.created_at, i.expires_at, app.seats_at(i.invited_by, i.created_at)
    from invitation i join person p on p.id = i.person_id
   where i.person_id = person and i.accepted_at is null and i.revoked_at is null and p.scope_ids && app.nodes('Person.read')
$$;

-- Takes invitations of a person back, wherever they were written, for whoever gives that person a role.
create function app.revoke_invitations_of(person uuid, ids uuid[], instant timestamptz)
returns setof uuid language plpgsql security definer set search_path = public, app as $$
begin
  if not exists (
    select from role_assignment a
     where a.person_id = person and a.granted_by = app.person_id() and a.scope_ids && app.nodes('RoleAssignment.write')
       and (a.ends_at is null or a.ends_at > instant)) then
    raise insufficient_privilege using message = 'This person got no role here.';
  end if;
  return query
    update invitation i set revoked_at = instant
     where i.id = any (ids) and i.person_id = person and i.accepted_at is null and i.revoked_at is null returning i.id;
end $$;

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it
alter function app.pending_invitations(uuid) owner to ministry_keeper;
alter function app.seats_at(uuid, timestamptz) owner to ministry_keeper;
alter function app.revoke_invitations_of(uuid, uuid[], timestamptz) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.pending_invitations(uuid), app.seats_at(uuid, timestamptz), app.revoke_invitations_of(uuid, uuid[], timestamptz) from public;
grant execute on function app.pending_invitations(uuid), app.revoke_invitations_of(uuid, uuid[], timestamptz) to ministry_app;
grant execute on function app.seats_at(uuid, timestamptz) to ministry_auth;
