-- Care for the mail: reports that need somebody, suppressions and their lifting, what is removed after its time. Source: MSG-1, MSG-2.

-- CreateTable
CREATE TABLE "report_refusal" (
    "day" DATE NOT NULL,
    "calls" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_refusal_pkey" PRIMARY KEY ("day")
);

-- A third person's word that an address may be tried again is a report like the provider's.
alter table mail_report drop constraint mail_report_type;
alter table mail_report add constraint mail_report_type check (type in ('delivery', 'open', 'bounce', 'complaint', 'subscription', 'other', 'unreadable', 'lifted'));
drop index mail_report_waiting;
create index mail_report_open on mail_report (id) where outcome is null or outcome in ('unmatched', 'unreadable');
create index notification_read on notification (read_at) where read_at is not null;
create index outgoing_mail_given_up on outgoing_mail (created_at) where problem = 'gave-up';

-- A daily summary tells what its reader may see: nobody else reads it as a message, and what went leaves no words behind.
alter policy app_read_messages on outgoing_mail using (kind not in ('account', 'digest') and scope_ids && (select app.nodes('Message.read')));
update outgoing_mail set html = '', text = '' where kind = 'digest' and state not in ('queued', 'held', 'kept');

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
alter table report_refusal enable row level security;
alter table report_refusal force row level security;
create policy keeper on report_refusal to ministry_keeper using (true) with check (true);
grant select, insert, update, delete on report_refusal to ministry_keeper;
create policy auth_all on report_refusal to ministry_auth using (true) with check (true);
grant select, insert, update, delete on report_refusal to ministry_auth;
grant delete on mail_report, notification to ministry_auth;

-- Whether somebody with the right cares for the mails of a whole movement: what belongs to no place is theirs.
create function app.cares_for_mail(right_name text) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from org_node n where n.kind = 'National' and n.id = any (app.nodes(right_name)))
$$;
-- A report of a mail is whose mail it is; one that fits none is everybody's who cares for a movement's mails.
create function app.report_in_reach(mail uuid, provider text, right_name text) returns boolean language sql stable security definer set search_path = public, app as $$
  select app.cares_for_mail(right_name) and not exists (
    select from outgoing_mail o
     where (o.id = mail or (mail is null and o.provider_id = provider)) and not o.scope_ids && app.nodes(right_name))
$$;
-- An address is in reach where somebody at home below these nodes has it, be it for their account alone.
create function app.address_at(wanted text, nodes uuid[]) returns boolean language sql stable security definer set search_path = public, app as $$
  select exists (select from person p where p.emails @> array[wanted] and p.home_ids && nodes)
      or exists (select from account c join person p on p.id = c.person_id where c.email = wanted and p.home_ids && nodes)
$$;

create policy app_read on report_refusal for select to ministry_app using ((select app.cares_for_mail('OutgoingMail.read')));
grant select on report_refusal to ministry_app;

create policy app_read on mail_report for select to ministry_app using (app.report_in_reach(mail_id, provider_id, 'OutgoingMail.read'));
create policy app_change on mail_report for update to ministry_app using (app.report_in_reach(mail_id, provider_id, 'OutgoingMail.write')) with check (app.cares_for_mail('OutgoingMail.write'));
create policy app_write on mail_report for insert to ministry_app with check (type = 'lifted' and app.address_at(recipient, app.nodes('OutgoingMail.write')));
grant select, insert on mail_report to ministry_app;
grant update (type, provider_id, mail_id, recipient, at, detail, outcome, applied_at) on mail_report to ministry_app;

create policy app_read on suppression for select to ministry_app using (app.address_at(address, app.nodes('OutgoingMail.read')));
create policy app_change on suppression for update to ministry_app using (app.address_at(address, app.nodes('OutgoingMail.write'))) with check (reason in ('hard-bounce', 'soft-bounces'));
grant select on suppression to ministry_app;
grant update (lifted_at) on suppression to ministry_app;

-- Whose a durable run is, also where its event names a row that has no scope of its own: by the place, the person, the mail or the
-- account that the row names.
create or replace function app.movements_of(ids uuid[]) returns table (id uuid, movement_id uuid)
language plpgsql stable security definer set search_path = public, app as $$
declare t record;
begin
  for t in
    select c.relname,
           exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'scope_ids' and h.atttypid = 'uuid[]'::regtype) has_scope,
           exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'home_ids') has_home,
           exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'node_id' and h.atttypid = 'uuid'::regtype) has_node,
           exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'person_id' and h.atttypid = 'uuid'::regtype) has_person,
           exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'account_id' and h.atttypid = 'uuid'::regtype) has_account,
           exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'mail_id' and h.atttypid = 'uuid'::regtype) has_mail,
           exists (select from pg_attribute h where h.attrelid = c.oid and h.attname = 'import_id' and h.atttypid = 'uuid'::regtype) has_import
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
      join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indnkeyatts = 1 and i.indkey[0] = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and has_table_privilege(c.oid, 'select') and c.relname not in ('audit_entry', 'sign_in_event')
  loop
    if t.has_scope then
      -- A person belongs where the home is: a guest membership in another movement gives that one no sight.
      return query execute format(
        'select r.id, n.id from %I r join org_node n on n.id = any (%s) and n.kind = ''National'' where r.id = any ($1)',
        t.relname,
        case when t.has_home then 'case when cardinality(r.home_ids) > 0 then r.home_ids else r.scope_ids end' else 'r.scope_ids' end
      ) using ids;
    else
      if t.has_node then
        return query execute format(
          'select r.id, n.id from %I r join org_node o on o.id = r.node_id join org_node n on n.id = any (o.scope_ids) and n.kind = ''National'' where r.id = any ($1)',
          t.relname) using ids;
      end if;
      if t.has_person then
        return query execute format(
          'select r.id, n.id from %I r join person p on p.id = r.person_id join org_node n on n.id = any (case when cardinality(p.home_ids) > 0 then p.home_ids else p.scope_ids end) and n.kind = ''National'' where r.id = any ($1)',
          t.relname) using ids;
      end if;
      if t.has_account then
        return query execute format(
          'select r.id, n.id from %I r join account c on c.id = r.account_id join person p on p.id = c.person_id join org_node n on n.id = any (case when cardinality(p.home_ids) > 0 then p.home_ids else p.scope_ids end) and n.kind = ''National'' where r.id = any ($1)',
          t.relname) using ids;
      end if;
      if t.has_mail then
        return query execute format(
          'select r.id, n.id from %I r join outgoing_mail o on o.id = r.mail_id join org_node n on n.id = any (o.scope_ids) and n.kind = ''National'' where r.id = any ($1)',
          t.relname) using ids;
      end if;
      if t.has_import then
        return query execute format(
          'select r.id, n.id from %I r join import o on o.id = r.import_id join org_node n on n.id = any (o.scope_ids) and n.kind = ''National'' where r.id = any ($1)',
          t.relname) using ids;
      end if;
    end if;
  end loop;
end $$;

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it
alter function app.cares_for_mail(text) owner to ministry_keeper;
alter function app.report_in_reach(uuid, text, text) owner to ministry_keeper;
alter function app.address_at(text, uuid[]) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.cares_for_mail(text), app.report_in_reach(uuid, text, text), app.address_at(text, uuid[]) from public;
grant execute on function app.cares_for_mail(text), app.report_in_reach(uuid, text, text), app.address_at(text, uuid[]) to ministry_app;
