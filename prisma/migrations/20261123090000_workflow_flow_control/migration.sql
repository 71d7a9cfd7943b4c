-- Flow control of durable functions, and what operators look at: attempts, timings, why something waits.

-- A run may stand under two limits; which ones, its function says. The job carries them so that the queue can count.
alter table workflow.run
  add column concurrency_keys text[] not null default '{}',
  -- Of the event that started it; a column of its own, because JSON with \u0000 can't be looked into.
  add column event_id text,
  -- When the function was first called: until then the run stands in the queue.
  add column called_at timestamptz,
  -- Since when no function of this name is there.
  add column missing_since timestamptz,
  -- The run whose event it was started with once more, and the request that asked for it: one request, one run.
  add column replay_of text,
  add column replay_key text,
  -- How often an operator let it go on after it had failed.
  add column retries integer not null default 0;
update workflow.run set concurrency_keys = array[concurrency_key] where concurrency_key is not null;
alter table workflow.run drop column concurrency_key, drop column concurrency_limit;
create unique index run_replay on workflow.run (replay_key) where replay_key is not null;
create index run_by_status on workflow.run (status, id);
create index run_event on workflow.run (event_id);

alter table workflow.step
  add column kind text not null default 'step' check (kind in ('step', 'sleep', 'event', 'invoke')),
  add column duration_ms integer;

-- Attempts that failed and were followed by another.
create table workflow.attempt (
  id bigint generated always as identity primary key,
  run_id text not null references workflow.run on delete cascade,
  -- Null for the function itself.
  step_name text,
  attempt integer not null,
  error json not null,
  failed_at timestamptz not null,
  retry_at timestamptz not null
);
create index attempt_run on workflow.attempt (run_id);

alter table workflow.wait
  drop constraint wait_kind_check,
  add constraint wait_kind_check check (kind in ('event', 'invoke', 'cancel')),
  -- path=value that an event must carry to be looked at; null where the condition isn't that simple.
  add column match text,
  add column until timestamptz;
drop index workflow.wait_event;
create index wait_event on workflow.wait (event_name, match) where event_name is not null;

alter table workflow.job
  drop constraint job_kind_check,
  add constraint job_kind_check check (kind in ('discover', 'step', 'timer', 'cron', 'debounce', 'timeout')),
  add column function_id text,
  add column concurrency_keys text[] not null default '{}',
  -- The run starts when this pace lets it.
  add column pace_key text;
update workflow.job j set function_id = r.function_id, concurrency_keys = r.concurrency_keys from workflow.run r where r.id = j.run_id;
drop index workflow.job_claimed;
alter table workflow.job drop column concurrency_key, drop column concurrency_limit;
create index job_claimed on workflow.job (id) where claimed_at is not null;

-- How fast runs may start: the theoretical arrival time of each key, in milliseconds since 1970.
create table workflow.pace (
  key text primary key,
  arrival_ms double precision not null,
  -- The next run may start from then on.
  open_at timestamptz not null
);

alter table workflow.event add column ts bigint;

-- What the leader says of itself, for whoever asks another process.
create table workflow.leader (
  id boolean primary key default true check (id),
  seen_at timestamptz not null,
  functions json not null
);

do $$
declare
  name text;
begin
  foreach name in array array['attempt', 'pace', 'leader'] loop
    execute format('alter table workflow.%I enable row level security', name);
    execute format('alter table workflow.%I force row level security', name);
    execute format('create policy executor on workflow.%I to ministry_executor using (true) with check (true)', name);
  end loop;
end
$$;

grant select, insert, update, delete on all tables in schema workflow to ministry_executor;

-- Removing what was delivered long ago.
create index outbox_delivered on outbox_event (delivered_at) where delivered_at is not null;
