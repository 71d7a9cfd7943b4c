-- Thousands of jobs may wait for room under one concurrency key: what stands behind them is found without reading them all.
create index job_lane on workflow.job ((concurrency_keys[1]), due_at, id) where claimed_at is null;
-- When the next throttled run may start, likewise.
create index job_paced on workflow.job (due_at) where claimed_at is null and pace_key is not null;
