/** Statements that carry out for several runs at once what is otherwise a transaction for each. */
import type { Queryable } from './database.ts'
import { LIMITS } from './engine.ts'

interface Claimed {
  runId: string
  jobId: string
  generation: number
}

export interface SavedStep extends Claimed {
  id: string
  name: string
  /** JSON text of what the SDK memoises. */
  output: string
  bytes: number
  durationMs: number | null
}

/** Runs and jobs are locked in this order everywhere: runs first, by id, then their jobs. */
const LOCKED = `runs as (
    select r.id, r.state_bytes, cardinality(r.completed_steps) as steps
    from workflow.run r join given g on g.run_id = r.id where r.status = 'running' order by r.id for update of r
  ), jobs as (
    select j.id, j.run_id, j.claimed_at, j.again, r.state_bytes, r.steps
    from workflow.job j join given g on g.job_id = j.id and g.generation = j.generation and g.run_id = j.run_id
    join runs r on r.id = j.run_id where j.claimed_at is not null order by j.run_id for update of j
  )`

/**
 * Keeps one step for each of several runs, and credits their jobs with progress. True for each that was kept; false where
 * the claim is stale, the step was known, or a limit would be broken: that needs a closer look.
 */
export async function saveSteps(db: Queryable, steps: SavedStep[], now: Date): Promise<boolean[]> {
  const { rows } = await db.query<{ runId: string }>({
    name: 'workflow-save-steps',
    text: `with given as (
             select * from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[])
               as g (run_id, job_id, generation, id, name, output, bytes, duration_ms)
           ), ${LOCKED}, kept as (
             insert into workflow.step (run_id, id, name, output, duration_ms, completed_at)
             select g.run_id, g.id, g.name, g.output::json, g.duration_ms, $9 from given g join jobs on jobs.run_id = g.run_id
             where jobs.state_bytes + g.bytes <= ${LIMITS.runBytes} and jobs.steps < ${LIMITS.steps}
             on conflict do nothing returning run_id, id
           ), credited as (
             update workflow.job j set attempt = 0, crashes = 0 from jobs join kept on kept.run_id = jobs.run_id
             where j.id = jobs.id and (j.attempt > 0 or j.crashes > 0)
           )
           update workflow.run r set completed_steps = r.completed_steps || kept.id,
             pending_steps = array_remove(r.pending_steps, kept.id), state_bytes = r.state_bytes + g.bytes,
             called_at = coalesce(r.called_at, jobs.claimed_at)
           from kept join given g on g.run_id = kept.run_id join jobs on jobs.run_id = kept.run_id
           where r.id = kept.run_id returning r.id as "runId"`,
    values: [
      steps.map(({ runId }) => runId),
      steps.map(({ jobId }) => jobId),
      steps.map(({ generation }) => generation),
      steps.map(({ id }) => id),
      steps.map(({ name }) => name),
      steps.map(({ output }) => output),
      steps.map(({ bytes }) => bytes),
      steps.map(({ durationMs }) => durationMs),
      now,
    ],
  })
  const saved = new Set(rows.map(({ runId }) => runId))
  return steps.map(({ runId }) => saved.has(runId))
}

export interface CompletedRun extends Claimed {
  /** JSON text. */
  output: string
}

/** Completes several runs. True for each that was; false where the claim is stale or the run has ended. */
export async function completeRuns(db: Queryable, runs: CompletedRun[], now: Date): Promise<boolean[]> {
  const { rows } = await db.query<{ runId: string }>({
    name: 'workflow-complete-runs',
    text: `with given as (
             select * from unnest($1::text[], $2::bigint[], $3::int[], $4::text[]) as g (run_id, job_id, generation, output)
           ), ${LOCKED}, gone as (
             delete from workflow.job j using jobs where j.run_id = jobs.run_id
           ), waits as (
             delete from workflow.wait w using jobs where w.run_id = jobs.run_id
           )
           update workflow.run r set status = 'completed', output = g.output::json, ended_at = $5,
             called_at = coalesce(r.called_at, jobs.claimed_at)
           from jobs join given g on g.run_id = jobs.run_id
           where r.id = jobs.run_id returning r.id as "runId"`,
    values: [
      runs.map(({ runId }) => runId),
      runs.map(({ jobId }) => jobId),
      runs.map(({ generation }) => generation),
      runs.map(({ output }) => output),
      now,
    ],
  })
  const completed = new Set(rows.map(({ runId }) => runId))
  return runs.map(({ runId }) => completed.has(runId))
}
