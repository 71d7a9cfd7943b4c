-- Outgoing webhooks: who is told, of what, and what became of it. Source: API-1.
-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "events" TEXT[],
    "secret" BYTEA NOT NULL,
    "previous_secret" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'active',
    "failing_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "noun" TEXT NOT NULL,
    "subject_id" UUID,
    "node_id" UUID,
    "about_ids" UUID[],
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "status" INTEGER,
    "problem" TEXT,
    "attempted_at" TIMESTAMPTZ(3),
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_endpoint_node_id_idx" ON "webhook_endpoint"("node_id");

-- CreateIndex
CREATE INDEX "webhook_endpoint_scope_ids_idx" ON "webhook_endpoint" USING GIN ("scope_ids");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_at_idx" ON "webhook_delivery"("endpoint_id", "at");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table webhook_endpoint add constraint webhook_endpoint_state check (state in ('active', 'paused', 'disabled', 'removed'));
alter table webhook_delivery add constraint webhook_delivery_state check (state in ('queued', 'delivered', 'failed', 'withheld'));

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create trigger webhook_endpoint_scope before insert on webhook_endpoint for each row execute function app.from_node();
create function app.webhooks_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update webhook_delivery d set scope_ids = new.scope_ids from webhook_endpoint e where e.id = d.endpoint_id and e.node_id = new.id;
  update webhook_endpoint set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
create trigger webhooks_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.webhooks_moved();

create function app.from_endpoint() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  new.scope_ids := (select e.scope_ids from webhook_endpoint e where e.id = new.endpoint_id);
  return new;
end $$;
create trigger webhook_delivery_scope before insert on webhook_delivery for each row execute function app.from_endpoint();

-- What stands in the audit is what happened: who subscribed to it at this place or above is to be told, in the same transaction.
-- An act is told once about each thing, however many rows it wrote about it.
create function app.audit_told() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  if not exists (select from webhook_endpoint where state = 'active') then return null; end if;
  with told as (
    insert into webhook_delivery (id, endpoint_id, type, noun, subject_id, node_id, about_ids, at)
    select distinct on (e.id, w.action, w.noun, w.subject_id) gen_random_uuid(), e.id, w.action, w.noun, w.subject_id, w.node_id, w.scope_ids, w.at
      from written w join webhook_endpoint e on e.state = 'active' and w.action = any (e.events) and w.scope_ids @> array[e.node_id]
    returning id, endpoint_id, at)
  insert into outbox_event (id, name, data, subject, created_at)
  select gen_random_uuid(), 'webhooks/delivery.queued', jsonb_build_object('deliveryId', id, 'endpointId', endpoint_id, 'round', 0), 'webhook-delivery:' || id, at from told;
  return null;
end $$;
create trigger audit_told after insert on audit_entry referencing new table as written for each statement execute function app.audit_told();

-- ── Row-level security (ACS-4) ───────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['webhook_endpoint', 'webhook_delivery'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('create policy auth_all on %I to ministry_auth using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
    execute format('grant select on %I to ministry_app, ministry_auth', t);
    execute format($p$create policy app_read on %I for select to ministry_app using (scope_ids && (select app.nodes('Integration.read')))$p$, t);
    execute format($p$create policy app_write on %I for insert to ministry_app with check (scope_ids && (select app.nodes('Integration.write')))$p$, t);
    execute format($p$create policy app_change on %I for update to ministry_app using (scope_ids && (select app.nodes('Integration.write')))$p$, t);
  end loop;
end $$;
grant insert on webhook_endpoint, webhook_delivery to ministry_app;
grant update (url, description, events, secret, previous_secret, previous_until, state, failing_since, version) on webhook_endpoint to ministry_app;
grant update (state) on webhook_delivery to ministry_app;
-- Delivery is the sign-in role's, as that of mails: it reads whose right it is, and writes what became of it.
grant update (state, failing_since) on webhook_endpoint to ministry_auth;
grant update (state, attempts, status, problem, attempted_at) on webhook_delivery to ministry_auth;
grant delete on webhook_delivery to ministry_auth;

grant create on schema app to ministry_keeper; -- needed to hand functions over to it; taken back below
do $$
declare f text;
begin
  foreach f in array array['app.webhooks_moved()', 'app.from_endpoint()', 'app.audit_told()'] loop
    execute format('alter function %s owner to ministry_keeper', f);
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
revoke create on schema app from ministry_keeper;
