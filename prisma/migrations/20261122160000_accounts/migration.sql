-- Sign-in: throttling, one open account for each person, and rights no wider than the acts need. Source: ACC-2, ACC-4.

-- Attempts at sign-in and requests for mails, counted per hashed key. Column order and types are the throttling library's.
CREATE TABLE "throttle" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "throttle_expire_idx" ON "throttle"("expire");

-- AlterTable
ALTER TABLE "outgoing_mail" ADD COLUMN "problem" TEXT,
ALTER COLUMN "state" SET DEFAULT 'queued';

alter table outgoing_mail add constraint outgoing_mail_state check (state in ('queued', 'kept', 'sent', 'failed'));
alter table sign_in_event add constraint sign_in_event_outcome check (outcome in ('signed-in', 'wrong-password', 'unknown-login', 'deactivated'));

alter table throttle enable row level security;
alter table throttle force row level security;
create policy keeper on throttle to ministry_keeper using (true) with check (true);
create policy auth_all on throttle to ministry_auth using (true) with check (true);
grant select, insert, update, delete on throttle to ministry_keeper, ministry_auth;

create unique index account_one_per_person on account (person_id) where deactivated_at is null;

-- Passwords are the sign-in role's business: the application neither reads nor writes their hashes, and makes no account.
revoke select, insert, update on account from ministry_app;
grant select (id, person_id, username, email, created_at, deactivated_at, scope_ids) on account to ministry_app;
grant update (deactivated_at) on account to ministry_app;
drop policy app_write on account;

-- An assignment is never edited, only ended; an invitation is renewed, taken back or accepted, and never redirected.
revoke update on role_assignment, invitation from ministry_app;
grant update (ends_at, ended_by, end_reason) on role_assignment to ministry_app;
grant update (token_hash, expires_at, revoked_at) on invitation to ministry_app;

-- Delivery reads a mail and says what became of it; once it is with the provider, its links need not lie here any more.
grant select on outgoing_mail to ministry_auth;
grant update (html, text, problem) on outgoing_mail to ministry_auth;
revoke update on outgoing_mail from ministry_app;

-- The first run. The sign-in role may not write the tree, people or roles: only this, and only while there is no movement.
create function app.found_movement(m jsonb) returns void language plpgsql security definer set search_path = public, app as $$
declare
  at timestamptz := m ->> 'at';
  node uuid := m ->> 'nodeId';
  director uuid := m ->> 'personId';
begin
  lock table org_node in share row exclusive mode;
  if exists (select from org_node) then raise exception 'There is a movement already'; end if;
  insert into org_node (id, kind, name, time_zone, currency, language, opened_on)
  values (node, 'National', m ->> 'name', m ->> 'timeZone', m ->> 'currency', m ->> 'language', (m ->> 'today')::date);
  insert into node_version (id, node_id, act, name, state, valid_from, by_person)
  values ((m ->> 'versionId')::uuid, node, 'open', m ->> 'name', 'active', at, director);
  insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at)
  values (director, m ->> 'personName', array[m ->> 'email'], '{}', '{}', node, at, at);
  insert into membership (id, person_id, node_id, is_home, state, joined_on)
  values ((m ->> 'membershipId')::uuid, director, node, true, 'member', (m ->> 'today')::date);
  insert into membership_state (id, membership_id, state, since, recorded_at, by_person)
  values ((m ->> 'stateId')::uuid, (m ->> 'membershipId')::uuid, 'member', (m ->> 'today')::date, at, director);
  insert into role_assignment (id, person_id, role, node_id, starts_at, reason)
  values ((m ->> 'assignmentId')::uuid, director, 'national-director', node, at, 'bootstrap');
end $$;
grant create on schema app to ministry_keeper; -- needed to hand the function over to it
alter function app.found_movement(jsonb) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.found_movement(jsonb) from public;
grant execute on function app.found_movement(jsonb) to ministry_auth;
