-- A second factor, passkeys, what lies between password and session, devices that were seen. Source: ACC-4, ACC-5.

-- AlterTable
ALTER TABLE "account" ADD COLUMN "short_password" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "session" ADD COLUMN "proven_at" TIMESTAMPTZ(3),
ADD COLUMN "rights" TEXT;

-- CreateTable
CREATE TABLE "totp_factor" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" INTEGER,

    CONSTRAINT "totp_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recovery_code" (
    "account_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("account_id","code_hash")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_step" (
    "token_hash" TEXT NOT NULL,
    "account_id" UUID,
    "kind" TEXT NOT NULL,
    "challenge" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_step_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "known_device" (
    "account_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_device_pkey" PRIMARY KEY ("account_id","token_hash")
);

-- CreateIndex
CREATE INDEX "totp_factor_account_id_idx" ON "totp_factor"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_account_id_idx" ON "passkey"("account_id");

-- CreateIndex
CREATE INDEX "sign_in_step_account_id_idx" ON "sign_in_step"("account_id");

-- CreateIndex
CREATE INDEX "sign_in_step_expires_at_idx" ON "sign_in_step"("expires_at");

-- AddForeignKey
ALTER TABLE "totp_factor" ADD CONSTRAINT "totp_factor_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_step" ADD CONSTRAINT "sign_in_step_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "known_device" ADD CONSTRAINT "known_device_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One that counts, and one that is being set up.
create unique index totp_factor_one_confirmed on totp_factor (account_id) where confirmed_at is not null;
create unique index totp_factor_one_begun on totp_factor (account_id) where confirmed_at is null;

alter table sign_in_step add constraint sign_in_step_kind check (kind in ('second-factor', 'passkey-sign-in', 'passkey-new'));
alter table sign_in_event drop constraint sign_in_event_outcome;
alter table sign_in_event add constraint sign_in_event_outcome check (outcome in
  ('signed-in', 'wrong-password', 'unknown-login', 'deactivated', 'code-asked', 'wrong-code', 'wrong-passkey'));

do $$
declare t text;
begin
  foreach t in array array['totp_factor', 'recovery_code', 'passkey', 'sign_in_step', 'known_device'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy keeper on %I to ministry_keeper using (true) with check (true)', t);
    execute format('create policy auth_all on %I to ministry_auth using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to ministry_keeper, ministry_auth', t);
  end loop;
end $$;
grant update (short_password) on account to ministry_auth;

-- The application sees that somebody has a factor, never what it is made of; it takes one away for those who answer for the account.
grant select (id, account_id, confirmed_at), delete on totp_factor to ministry_app;
grant select (id, account_id), delete on passkey to ministry_app;
grant select (account_id), delete on recovery_code, sign_in_step to ministry_app;
do $$
declare t text;
begin
  foreach t in array array['totp_factor', 'recovery_code', 'passkey', 'sign_in_step'] loop
    execute format('create policy app_read on %I for select to ministry_app using (account_id = (select app.account_id()) or (select c.scope_ids from account c where c.id = account_id) && (select app.nodes(''Account.read'')))', t);
    execute format('create policy app_end on %I for delete to ministry_app using (account_id = (select app.account_id()) or (select c.scope_ids from account c where c.id = account_id) && (select app.nodes(''Account.write'')))', t);
  end loop;
end $$;
