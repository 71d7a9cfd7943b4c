CREATE TABLE "expense" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "base_amount" BIGINT NOT NULL,
    "base_currency" TEXT NOT NULL,
    "rate" DECIMAL(24,12) NOT NULL,
    "rate_day" DATE,
    "payee" TEXT NOT NULL,
    "payee_key" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "fund" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_at" TIMESTAMPTZ(3),
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "expense_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "exchange_rate" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "from_currency" TEXT NOT NULL,
    "to_currency" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "rate" DECIMAL(24,12) NOT NULL,
    "entered_by" UUID NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "scope_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "exchange_rate_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "expense_case_id_key" ON "expense"("case_id");
CREATE INDEX "expense_node_id_payee_key_requested_at_idx" ON "expense"("node_id", "payee_key", "requested_at");
CREATE INDEX "expense_person_id_requested_at_idx" ON "expense"("person_id", "requested_at");
CREATE INDEX "expense_scope_ids_idx" ON "expense" USING GIN ("scope_ids");
CREATE INDEX "exchange_rate_node_id_from_currency_to_currency_day_entered_idx" ON "exchange_rate"("node_id", "from_currency", "to_currency", "day", "entered_at");

ALTER TABLE "expense" ADD CONSTRAINT "expense_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "expense" ADD CONSTRAINT "expense_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "exchange_rate" ADD CONSTRAINT "exchange_rate_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "org_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

alter table expense
  add constraint expense_amount check (amount > 0 and base_amount >= 0),
  add constraint expense_rate check (rate > 0),
  add constraint expense_currencies check (currency ~ '^[A-Z]{3}$' and base_currency ~ '^[A-Z]{3}$');
alter table exchange_rate
  add constraint exchange_rate_positive check (rate > 0),
  add constraint exchange_rate_currencies check (from_currency ~ '^[A-Z]{3}$' and to_currency ~ '^[A-Z]{3}$' and from_currency <> to_currency);

-- ── Derived columns ──────────────────────────────────────────────────────────────────────────────────────────
create trigger expense_scope before insert on expense for each row execute function app.from_node();
create trigger exchange_rate_scope before insert on exchange_rate for each row execute function app.from_node();
create function app.expenses_moved() returns trigger language plpgsql security definer set search_path = public, app as $$
begin
  update expense set scope_ids = new.scope_ids where node_id = new.id;
  return null;
end $$;
create trigger expenses_moved after update of parent_id, scope_ids on org_node for each row when (old.scope_ids is distinct from new.scope_ids) execute function app.expenses_moved();

-- What was asked of a node for a payee since then, by anybody, and is open or approved: for the band of the next request (APR-4).
-- Whoever may ask there learns the sum, though not the requests; nobody else gets an answer.
create function app.asked_since(node uuid, wanted text, since timestamptz, except_id uuid) returns numeric
language plpgsql stable security definer set search_path = public, app as $$
begin
  if not coalesce((select n.id = any (app.nodes('Expense.write.at')) or n.scope_ids && app.nodes('Expense.write')
                     from org_node n where n.id = node), false) then
    raise insufficient_privilege using message = 'What was asked here is for those who may ask here.';
  end if;
  return (select coalesce(sum(e.base_amount), 0)
            from expense e join approval_case c on c.id = e.case_id
           where e.node_id = node and e.payee_key = wanted and e.requested_at >= since and e.id <> except_id
             and c.state in ('open', 'approved'));
end $$;

-- Who asked, for which place, and how it stands: for whoever may read the request, also where the person is out of their sight.
create function app.expense_facts(ids uuid[]) returns table (id uuid, node_id uuid, node_name text, person_id uuid, person_name text, state text)
language sql stable security definer set search_path = public, app as $$
  select e.id, n.id, n.name, p.id, coalesce(p.preferred_name, p.name), c.state
    from expense e
    join org_node n on n.id = e.node_id
    join person p on p.id = e.person_id
    join approval_case c on c.id = e.case_id
   where e.id = any (ids) and (e.scope_ids && app.nodes('Expense.read') or e.person_id = app.person_id())
$$;

-- ── Row-level security (ACS-4) ───────────────────────────────────────────────────────────────────────────────
do $$
declare t text;
begin
  foreach t in array array['expense', 'exchange_rate'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
    execute format('grant select, insert on %I to ministry_app', t);
  end loop;
end $$;
grant update (amount, currency, base_amount, base_currency, rate, rate_day, payee, payee_key, purpose, fund, requested_at, approved_at) on expense to ministry_app;
-- Whoever reads the case reads what it is about.
create policy app_read on expense for select to ministry_app using (
  scope_ids && (select app.nodes('Expense.read'))
  or person_id = (select app.person_id())
  or (select true from approval_case c where c.id = case_id));
create policy app_write on expense for insert to ministry_app with check (
  person_id = (select app.person_id()) and approved_at is null
  and (node_id = any ((select app.nodes('Expense.write.at'))::uuid[]) or scope_ids && (select app.nodes('Expense.write'))));
-- One's own until it is approved; to post it as approved is the engine's alone.
create policy app_change on expense for update to ministry_app
  using (person_id = (select app.person_id()) and approved_at is null)
  with check (person_id = (select app.person_id()) and approved_at is null);
create policy engine on expense for update to ministry_app
  using (scope_ids && (select app.engine())) with check (scope_ids && (select app.engine()));
-- Rates are no secret within the movement. Who keeps its settings or its ledger enters them.
create policy app_read on exchange_rate for select to ministry_app using ((select true from org_node n where n.id = node_id));
create policy app_write on exchange_rate for insert to ministry_app with check (
  entered_by = (select app.person_id()) and (scope_ids && (select app.nodes('Setting.write')) or scope_ids && (select app.nodes('LedgerEntry.write'))));

grant create on schema app to ministry_keeper; -- needed to hand the functions over to it; taken back below
alter function app.expenses_moved() owner to ministry_keeper;
alter function app.asked_since(uuid, text, timestamptz, uuid) owner to ministry_keeper;
alter function app.expense_facts(uuid[]) owner to ministry_keeper;
revoke create on schema app from ministry_keeper;
revoke all on function app.asked_since(uuid, text, timestamptz, uuid), app.expense_facts(uuid[]) from public;
grant execute on function app.asked_since(uuid, text, timestamptz, uuid), app.expense_facts(uuid[]) to ministry_app;
