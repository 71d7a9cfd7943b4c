-- Whoever changes what an endpoint is told answers for it: it is told what they see. Source: API-1, ACS-3.
grant update (owner_id) on webhook_endpoint to ministry_app;

-- A key ends with the account for good: to be let in again gives nobody back what opened it before. Source: API-1, ACC-4.
create function app.end_keys() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update api_key set revoked_at = new.deactivated_at where account_id = new.id and revoked_at is null;
  return null;
end $$;
create trigger account_keys after update of deactivated_at on account for each row
  when (old.deactivated_at is null and new.deactivated_at is not null) execute function app.end_keys();

grant create on schema app to ministry_keeper; -- needed to hand a function over to it; taken back at once
alter function app.end_keys() owner to ministry_keeper;
revoke all on function app.end_keys() from public;
revoke create on schema app from ministry_keeper;
