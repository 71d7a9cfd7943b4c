-- Templates, messages with their fate, reports of the provider, suppression, notifications. Source: MSG-1, MSG-2, MSG-3.

-- AlterTable
ALTER TABLE "outgoing_mail" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'account',
ADD COLUMN "node_id" UUID,
ADD COLUMN "language" TEXT,
ADD COLUMN "template_id" UUID,
ADD COLUMN "template_version" INTEGER,
ADD COLUMN "dedupe_key" TEXT,
ADD COLUMN "held_until" TIMESTAMPTZ(3),
ADD COLUMN "attempt_id" UUID,
ADD COLUMN "attempted_at" TIMESTAMPTZ(3),
ADD COLUMN "delivered_at" TIMESTAMPTZ(3),
ADD COLUMN "opened_at" TIMESTAMPTZ(3),
ADD COLUMN "bounced_at" TIMESTAMPTZ(3),
ADD COLUMN "complained_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "template" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" UUID,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "template_version" (
    "template_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "by_person" UUID,

    CONSTRAINT "template_version_pkey" PRIMARY KEY ("template_id","version")
);

-- CreateTable
CREATE TABLE "suppression" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_report" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "provider_id" TEXT,
    "mail_id" UUID,
    "recipient" TEXT,
    "at" TIMESTAMPTZ(3),
    "detail" JSONB NOT NULL,
    "body" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "mail_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "node_id" UUID,
    "about_id" UUID,
    "facts" JSONB NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "digest_id" UUID,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_preference" (
    "person_id" UUID NOT NULL,
    "digest" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_preference_pkey" PRIMARY KEY ("person_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_mail_dedupe_key_key" ON "outgoing_mail"("dedupe_key");

-- CreateIndex
CREATE INDEX "outgoing_mail_person_id_id_idx" ON "outgoing_mail"("person_id", "id");

-- CreateIndex
CREATE INDEX "outgoing_mail_provider_id_idx" ON "outgoing_mail"("provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "template_node_id_key_language_key" ON "template"("node_id", "key", "language");

-- CreateIndex
CREATE UNIQUE INDEX "suppression_address_kind_reason_key" ON "suppression"("address", "kind", "reason");

-- CreateIndex
CREATE UNIQUE INDEX "mail_report_key_key" ON "mail_report"("key");

-- CreateIndex
CREATE INDEX "mail_report_mail_id_idx" ON "mail_report"("mail_id");

-- CreateIndex
CREATE INDEX "mail_report_provider_id_idx" ON "mail_report"("provider_id");

-- CreateIndex
CREATE INDEX "mail_report_recipient_type_idx" ON "mail_report"("recipient", "type");

-- CreateIndex
CREATE INDEX "mail_report_received_at_id_idx" ON "mail_report"("received_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_dedupe_key_key" ON "notification"("dedupe_key");

-- CreateIndex
CREATE INDEX "notification_person_id_id_idx" ON "notification"("person_id", "id");

-- AddForeignKey
ALTER TABLE "template_version" ADD CONSTRAINT "template_version_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "template"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────
alter table outgoing_mail drop constraint outgoing_mail_state;
alter table outgoing_mail
  add constraint outgoing_mail_state check (state in ('queued', 'held', 'kept', 'sent', 'delivered', 'opened', 'bounced', 'complained', 'suppressed', 'failed')),
  add constraint outgoing_mail_kind check (kind in ('account', 'ministry', 'newsletter', 'fundraising', 'digest')),
  add constraint outgoing_mail_to_person check (kind = 'account' or person_id is not null);
alter table suppression
  add constraint suppression_kind check (kind in ('all', 'ministry', 'newsletter', 'fundraising', 'digest')),
  add constraint suppression_reason check (reason in ('hard-bounce', 'soft-bounces', 'complaint', 'unsubscribe', 'provider')),
  add constraint suppression_address check (address = lower(address));
alter table mail_report
  add constraint mail_report_type check (type in ('delivery', 'open', 'bounce', 'complaint', 'subscription', 'other', 'unreadable')),
  add constraint mail_report_outcome check (outcome in ('applied', 'unmatched', 'ignored', 'unreadable'));
create index mail_report_waiting on mail_report (id) where outcome is null;
create index notification_unread on notification (person_id) where read_at is null;
create index notification_untold on notification (person_id) where read_at is null and digest_id is null;

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create trigger template_scope before insert on template for each row execute function app.from_node();
create trigger outgoing_mail_scope before insert on outgoing_mail for each row when (new.node_id is not null) execute function app.from_node();
create function app.templates_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update template set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
-- The moved node itself and, by the statement that follows it, all below.
create trigger templates_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.templates_moved();

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['template', 'template_version', 'suppression', 'mail_report', 'notification', 'mail_preference'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
    execute format('create policy auth_all on %I to ministry_auth using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert on template, template_version to ministry_app;
grant update (subject, body, version, updated_at, updated_by, removed_at) on template to ministry_app;
create policy app_read on template for select to ministry_app using (scope_ids && (select app.nodes('Template.read')));
create policy app_write on template for insert to ministry_app with check (scope_ids && (select app.nodes('Template.write')));
create policy app_change on template for update to ministry_app using (scope_ids && (select app.nodes('Template.write'))) with check (scope_ids && (select app.nodes('Template.write')));
create policy app_read on template_version for select to ministry_app using ((select t.scope_ids from template t where t.id = template_id) && (select app.nodes('Template.read')));
create policy app_write on template_version for insert to ministry_app with check ((select t.scope_ids from template t where t.id = template_id) && (select app.nodes('Template.write')));

-- Whoever may read the templates of a place sees the words that hold there, also where a place above says them.
create function app.templates_at(node uuid) returns table (id uuid, node_id uuid, node_name text, depth int, key text, language text, subject text, body text, version int, updated_at timestamptz)
language sql stable security definer set search_path = public, app as $$
  select t.id, t.node_id, o.name, o.depth, t.key, t.language, t.subject, t.body, t.version, t.updated_at
    from org_node n join org_node o on o.id = any (n.scope_ids) join template t on t.node_id = o.id
   where n.id = node and t.removed_at is null and n.scope_ids && app.nodes('Template.read')
   order by o.depth
$$;

-- News are written by whoever makes them and read by whom they are for, nobody else.
grant select, insert on notification to ministry_app;
grant update (read_at) on notification to ministry_app;
create policy app_read on notification for select to ministry_app using (person_id = (select app.person_id()));
create policy app_write on notification for insert to ministry_app with check (true);
create policy app_change on notification for update to ministry_app using (person_id = (select app.person_id())) with check (person_id = (select app.person_id()));
grant select, insert on mail_preference to ministry_app;
grant update (digest, updated_at) on mail_preference to ministry_app;
create policy app_read on mail_preference for select to ministry_app using (person_id = (select app.person_id()));
create policy app_write on mail_preference for insert to ministry_app with check (person_id = (select app.person_id()));
create policy app_change on mail_preference for update to ministry_app using (person_id = (select app.person_id())) with check (person_id = (select app.person_id()));

-- What places write to their people is read by whoever cares for them; what opens accounts is not (OutgoingMail alone shows that).
create policy app_read_messages on outgoing_mail for select to ministry_app using (kind <> 'account' and scope_ids && (select app.nodes('Message.read')));

-- Delivery, reports and preferences by link run as the role that signs people in: nobody is signed in there.
grant select on template, template_version, consent to ministry_auth;
grant insert on consent to ministry_auth;
grant select, insert, update on suppression, mail_report, mail_preference to ministry_auth;
grant delete on suppression to ministry_auth;
grant select, insert on notification to ministry_auth;
grant update (digest_id) on notification to ministry_auth;
grant update (recipient, subject, language, template_id, template_version, held_until, attempt_id, attempted_at, delivered_at, opened_at, bounced_at, complained_at) on outgoing_mail to ministry_auth;
create policy auth_all on consent to ministry_auth using (true) with check (true);

-- Asking twice for one mail gives the first one's id, whoever asks; nothing else of it.
create function app.mail_with_key(wanted text) returns uuid language sql stable security definer set search_path = public, app as
  $$ select id from outgoing_mail where dedupe_key = wanted $$;

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it
alter function app.templates_moved() owner to ministry_keeper;
alter function app.templates_at(uuid) owner to ministry_keeper;
alter function app.mail_with_key(text) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.templates_moved(), app.templates_at(uuid), app.mail_with_key(text) from public;
grant execute on function app.templates_at(uuid) to ministry_app;
grant execute on function app.mail_with_key(text) to ministry_app, ministry_auth;
