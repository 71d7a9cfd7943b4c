-- Clients of the API: apps that somebody signed in to, and personal keys. Source: ACC-6, API-1.
ALTER TABLE "session" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'browser';
alter table session add constraint session_kind check (kind in ('browser', 'client'));

-- CreateTable
CREATE TABLE "refresh_token" (
    "token_hash" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "parent_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "refresh_token_session_id_idx" ON "refresh_token"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_token_hash_key" ON "api_key"("token_hash");

-- CreateIndex
CREATE INDEX "api_key_account_id_idx" ON "api_key"("account_id");

-- AddForeignKey
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A family of refresh tokens has one that can still be used.
create unique index refresh_token_current on refresh_token (session_id) where used_at is null;

do $$
declare t text;
begin
  foreach t in array array['refresh_token', 'api_key'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('create policy auth_all on %I to ministry_auth using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper', t);
  end loop;
end $$;

-- Refresh tokens are the sign-in role's alone; of keys the application sees the owner's own, and never what opens them.
grant select, insert, update, delete on refresh_token to ministry_auth;
grant select on api_key to ministry_auth;
grant update (last_used_at) on api_key to ministry_auth;
grant select (id, account_id, name, hint, scopes, created_at, expires_at, last_used_at, revoked_at) on api_key to ministry_app;
grant insert on api_key to ministry_app;
grant update (revoked_at) on api_key to ministry_app;
create policy app_read on api_key for select to ministry_app using (account_id = (select app.account_id()));
create policy app_write on api_key for insert to ministry_app with check (account_id = (select app.account_id()));
create policy app_change on api_key for update to ministry_app using (account_id = (select app.account_id()));
