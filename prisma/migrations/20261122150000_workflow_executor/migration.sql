-- The embedded executor's own schema: durable runs, their steps, and the queue that moves them.
-- Only the executor's role reaches it; the application's role has no grant here at all.
do $$
begin
  if not exists (select from pg_roles where rolname = 'ministry_executor') then
    create role ministry_executor nologin;
  end if;
end
$$;

create schema workflow;

-- Accepted events. The primary key is the deduplication: an event id counts once while it is kept.
create table workflow.event (
  id text primary key,
  seq bigint generated always as identity,
  name text not null,
  -- json, not jsonb: keeps the sender's text (key order, \u0000) as it came.
  payload json not null,
  due_at timestamptz not null,
  received_at timestamptz not null,
  routed_at timestamptz
);
create index event_unrouted on workflow.event (due_at, seq) where routed_at is null;
create index event_routed on workflow.event (routed_at) where routed_at is not null;

create table workflow.run (
  id text primary key,
  function_id text not null,
  status text not null check (status in ('running', 'completed', 'failed', 'cancelled')),
  events json not null,
  -- Step ids in the order of their completion: the SDK replays in this order.
  completed_steps text[] not null default '{}',
  -- Steps of a parallel group that have not completed; a discovery follows when it is empty.
  pending_steps text[] not null default '{}',
  -- Steps of races: the function is called after each of them. Once there is one, every step is planned before it runs.
  racing_steps text[] not null default '{}',
  -- Size of all step outputs, against the server's limit for a run.
  state_bytes integer not null default 0,
  concurrency_key text,
  concurrency_limit integer,
  parent_run_id text,
  parent_step_id text,
  output json,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index run_by_function on workflow.run (function_id, id);
create index run_running on workflow.run (function_id) where status = 'running';
create index run_ended on workflow.run (ended_at) where ended_at is not null;

create table workflow.step (
  run_id text not null references workflow.run on delete cascade,
  id text not null,
  name text not null,
  -- What the SDK memoises: {"data": …}, {"error": …}, an event, or null.
  output json not null,
  completed_at timestamptz not null,
  primary key (run_id, id)
);

-- What a run waits for: an event, or another run that it invoked. Its timeout is a job.
create table workflow.wait (
  run_id text not null references workflow.run on delete cascade,
  step_id text not null,
  step_name text not null,
  kind text not null check (kind in ('event', 'invoke')),
  event_name text,
  condition text,
  primary key (run_id, step_id)
);
create index wait_event on workflow.wait (event_name) where kind = 'event';

-- The queue. A row is one thing to do at due_at; claimed_at says that the leader is doing it now.
create table workflow.job (
  id bigint generated always as identity primary key,
  key text not null unique,
  kind text not null check (kind in ('discover', 'step', 'timer', 'cron')),
  run_id text references workflow.run on delete cascade,
  step_id text,
  attempt integer not null default 0,
  crashes integer not null default 0,
  -- Grows with each claim: an answer that belongs to an earlier claim is stale and is thrown away.
  generation integer not null default 0,
  -- Another discovery was asked for while this one was under way.
  again boolean not null default false,
  due_at timestamptz not null,
  claimed_at timestamptz,
  concurrency_key text,
  concurrency_limit integer,
  data json
);
create index job_due on workflow.job (due_at, id) where claimed_at is null;
create index job_claimed on workflow.job (concurrency_key) where claimed_at is not null;
create index job_run on workflow.job (run_id);

create table workflow.idempotency (
  function_id text not null,
  key text not null,
  until timestamptz not null,
  primary key (function_id, key)
);

-- The queue's rows live for milliseconds: vacuum early.
alter table workflow.job set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200, fillfactor = 70);

do $$
declare
  name text;
begin
  foreach name in array array['event', 'run', 'step', 'wait', 'job', 'idempotency'] loop
    execute format('alter table workflow.%I enable row level security', name);
    execute format('alter table workflow.%I force row level security', name);
    execute format('create policy executor on workflow.%I to ministry_executor using (true) with check (true)', name);
  end loop;
end
$$;

grant usage on schema workflow to ministry_executor;
grant select, insert, update, delete on all tables in schema workflow to ministry_executor;
